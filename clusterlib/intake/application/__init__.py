"""What an application says（申报表）, line by line: columns, years, figures, answers, doubts."""
