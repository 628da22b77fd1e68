"""The report of one applicant（评价报告）, part by part."""
