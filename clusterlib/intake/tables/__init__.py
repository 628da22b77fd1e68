"""Tables of many applicants: cohort, panel and verified figures（汇总表、专家评分、核定数值）."""
