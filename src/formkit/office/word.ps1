# Converts the files that a list names to PDF beside them, with Word or Excel. Pure ASCII on purpose.
# The list: {"kind": "docx" | "xlsx", "archival": true | false, "files": [...]}.
# Tells the number of the server it started ("formkit-process N"), so that its caller can end it.
param([Parameter(Mandatory = $true)][string]$List)
$ErrorActionPreference = 'Stop'
$wanted = Get-Content -LiteralPath $List -Raw -Encoding UTF8 | ConvertFrom-Json
$word = $wanted.kind -eq 'docx'
if ($word) { $server = 'WINWORD'; $class = 'Word.Application' } else { $server = 'EXCEL'; $class = 'Excel.Application' }

# COM starts a server with "-Embedding" on its command line; a Word that its user opens meanwhile has it not.
function Get-Server { Get-CimInstance Win32_Process -Filter "Name = '$server.EXE'" | Where-Object { $_.CommandLine -like '*-Embedding*' } | ForEach-Object { $_.ProcessId } }
$before = @(Get-Server)
$office = New-Object -ComObject $class
$ours = @(Get-Server | Where-Object { $before -notcontains $_ })
$ours | ForEach-Object { [Console]::Out.WriteLine("formkit-process $_") }
[Console]::Out.Flush()

try {
    $office.Visible = $false
    if ($word) { $office.DisplayAlerts = 0 } else { $office.DisplayAlerts = $false }   # 0: wdAlertsNone
    $office.AutomationSecurity = 3          # msoAutomationSecurityForceDisable: no macro runs
    if (-not $word) { $office.AskToUpdateLinks = $false }
    foreach ($file in $wanted.files) {
        $target = [System.IO.Path]::ChangeExtension($file, '.pdf')
        $open = $null
        try {
            if ($word) {
                # FileName, ConfirmConversions, ReadOnly, AddToRecentFiles, PasswordDocument: a wrong
                # password is an error, none is a question to nobody
                $open = $office.Documents.Open($file, $false, $true, $false, 'formkit')
                # OutputFileName, ExportFormat 17 (PDF), OpenAfterExport, OptimizeFor 0 (print), Range 0 (all),
                # From, To, Item 0 (content only, no comments), IncludeDocProps, KeepIRM,
                # CreateBookmarks 0, DocStructureTags, BitmapMissingFonts, UseISO19005_1
                $open.ExportAsFixedFormat($target, 17, $false, 0, 0, 1, 1, 0, $true, $false, 0, $true, $true, [bool]$wanted.archival)
            }
            else {
                # FileName, UpdateLinks 0 (never), ReadOnly, Format 5 (none), Password
                $open = $office.Workbooks.Open($file, 0, $true, 5, 'formkit')
                # Type 0 (PDF), Filename, Quality 0 (standard), IncludeDocProperties, IgnorePrintAreas
                $open.ExportAsFixedFormat(0, $target, 0, $true, $false)
            }
        }
        catch {
            [Console]::Error.WriteLine("$file : $($_.Exception.Message)")
        }
        finally {
            if ($null -ne $open) { $open.Close($false); $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($open) }
        }
    }
}
finally {
    $office.Quit()
    $null = [System.Runtime.InteropServices.Marshal]::ReleaseComObject($office)
    $open = $null; $office = $null
    [GC]::Collect(); [GC]::WaitForPendingFinalizers()   # Excel stays as long as anything refers to it
    if ($ours.Count) { Wait-Process -Id $ours -Timeout 10 -ErrorAction SilentlyContinue }   # one that is ended while it quits asks for repair
}
