# What R (psych, stats) says of scores.csv; run from this folder: Rscript referee.R > referee.json
# Debian: apt-get install --no-install-recommends r-base-core r-cran-psych r-cran-jsonlite
suppressMessages(library(psych))
d <- read.csv("scores.csv", check.names = FALSE)
x <- d[, -1]
invisible(capture.output(a <- suppressWarnings(psych::alpha(x, check.keys = FALSE))))  # psych talks of negative items
b <- x; b[b < 1] <- 0
invisible(capture.output(k <- suppressWarnings(psych::alpha(b, check.keys = FALSE))))
odd <- rowSums(x[, seq(1, 14, 2)]); even <- rowSums(x[, seq(2, 14, 2)])
half <- cor(odd, even)
total <- round(rowSums(x) + 1e-9)
mh <- lapply(names(x), function(item) {
  right <- factor(ifelse(b[[item]] == 1, "right", "wrong"), levels = c("right", "wrong"))
  group <- factor(d$gender, levels = c("m", "f"))
  tables <- table(group, right, total)
  tables <- tables[, , apply(tables, 3, sum) > 1]
  t <- mantelhaen.test(tables, correct = TRUE)
  c(unname(t$estimate), unname(t$statistic), t$p.value)
})
num <- function(v) paste(format(v, digits = 12, trim = TRUE), collapse = ", ")
cat("{\n")
cat('"versions": "R ', R.version$major, ".", R.version$minor, ", psych ", as.character(packageVersion("psych")), '",\n', sep = "")
cat('"mean": [', num(colMeans(x)), "],\n", sep = "")
cat('"corrected": [', num(a$item.stats$r.drop), "],\n", sep = "")
cat('"alpha": ', num(a$total$raw_alpha), ",\n", sep = "")
cat('"feldt": [', num(c(a$feldt$lower.ci, a$feldt$upper.ci)), "],\n", sep = "")
cat('"kr20": ', num(k$total$raw_alpha), ",\n", sep = "")
cat('"half": ', num(2 * half / (1 + half)), ",\n", sep = "")
cat('"mh": [[', paste(sapply(mh, num), collapse = "], ["), "]]\n", sep = "")
cat("}\n")
