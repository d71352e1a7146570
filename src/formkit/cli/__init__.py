"""The command line: arguments, printing, exit status. It decides nothing."""
