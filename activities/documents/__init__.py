"""Documents: from what is recorded to the bytes of a PDF, a workbook, a picture."""
