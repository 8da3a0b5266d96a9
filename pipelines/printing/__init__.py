"""Documents to print: month summary, provider brief, patient file, review packet, denial list, evidence of a line."""
