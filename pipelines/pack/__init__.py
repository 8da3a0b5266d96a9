"""The month's pack: report, workbook and evidence of one month in one sealed file."""
