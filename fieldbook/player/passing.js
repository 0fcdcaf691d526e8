// Whether a score passes. The report counts the same (fieldbook/results/sums.py); tests/vectors/passing.json referees both.

/** Whether `score` reaches the cut score, both from 0 to 1: a sum of binary fractions may lack a little of what it is. */
export const reaches = (score, cut) => score >= cut - 1e-9;
