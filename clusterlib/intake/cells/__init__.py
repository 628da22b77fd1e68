"""What one cell or heading says（一个单元格、一个表头）: text, number, unit, year, label."""
