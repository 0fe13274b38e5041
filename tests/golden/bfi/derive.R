# Prints the numbers of published.toml. Needs R with psych and psychTools (Debian: r-cran-psych, r-cran-psychtools).
library(psych)
data(bfi, package = "psychTools")
items <- bfi[, 1:25]
keys <- list(Agree = c("-A1", "A2", "A3", "A4", "A5"), Conscientious = c("C1", "C2", "C3", "-C4", "-C5"),
             Extraversion = c("-E1", "-E2", "E3", "E4", "E5"), Neuroticism = c("N1", "N2", "N3", "N4", "N5"),
             Openness = c("O1", "-O2", "O3", "O4", "-O5"))
line <- function(name, value) cat(sprintf("%s = %.10f\n", name, value), sep = "")
cat("[item_n]\n")
counts <- describe(items)$n
cat(sprintf("%s = %d\n", names(items), as.integer(counts)), sep = "")
cat("\n[item_means]\n")
line(names(items), colMeans(items, na.rm = TRUE))
cat("\n[scale_means.available_answers]\n")
line(names(keys), colMeans(scoreItems(keys, items, impute = "none")$scores, na.rm = TRUE))
cat("\n[scale_means.median_imputed]\n")
line(names(keys), colMeans(scoreItems(keys, items)$scores))
cat("\n[scale_means.mean_of_item_means]\n")
means <- colMeans(items, na.rm = TRUE)
line(names(keys), sapply(keys, function(scale) {
  reversed <- startsWith(scale, "-")
  mean(ifelse(reversed, 7 - means[sub("-", "", scale)], means[sub("-", "", scale)]))
}))
