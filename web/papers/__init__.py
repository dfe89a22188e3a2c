"""Papers to hand out: each described once, and written as PDF, Word document or workbook."""
