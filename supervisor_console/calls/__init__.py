"""The page of stored calls: any criterion as a form or as one line of text, results, sums, columns, export."""
