"""The workbook: what a report says as a spreadsheet that calculates, with a sheet for each idea."""
