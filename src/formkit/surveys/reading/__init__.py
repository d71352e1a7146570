"""Reading answered surveys that came back: untrusted files, each in a worker process (`desk`)."""
