# Prints oracle.toml. Needs R with psych, psychTools, lavaan, multilevel, mclust and Hmisc (Debian: r-cran-psych,
# r-cran-psychtools, r-cran-lavaan, r-cran-multilevel, r-cran-mclust, r-cran-hmisc). Run it in this folder.
suppressPackageStartupMessages({library(psych); library(lavaan); library(multilevel); library(mclust)})
data(bfi, package = "psychTools")
table_of <- function(file) as.matrix(read.csv(file, header = FALSE))
section <- function(name) cat(sprintf("\n[%s]\n", name))
line <- function(name, value) cat(sprintf("%s = %.12g\n", name, value), sep = "")
values <- function(name, value) cat(sprintf("%s = [%s]\n", name, paste(sprintf("%.12g", value), collapse = ", ")))

cat("# Printed by derive.R; meaning and versions: source.md.\n")

section("shrout_fleiss")
forms <- ICC(table_of("shrout_fleiss.csv"), lmer = FALSE)$results
for (i in 1:6) values(forms$type[i], unlist(forms[i, c("ICC", "F", "df1", "df2", "p", "lower bound", "upper bound")]))

# Krippendorff's alpha by its definition: mean difference of pairs within units over that of all pairable values.
section("krippendorff")
units <- table_of("krippendorff.csv")
units <- units[rowSums(!is.na(units)) > 1, ]
pooled <- units[!is.na(units)]
count <- function(v) sum(pooled == v)
differences <- list(
  nominal = function(a, b) as.numeric(a != b),
  ordinal = function(a, b) {
    span <- sort(unique(pooled)); span <- span[span >= min(a, b) & span <= max(a, b)]
    (sum(sapply(span, count)) - (count(a) + count(b)) / 2)^2
  },
  interval = function(a, b) (a - b)^2,
  ratio = function(a, b) if (a + b == 0) 0 else ((a - b) / (a + b))^2
)
pairs <- function(values, difference) sum(outer(values, values, Vectorize(difference)))
for (metric in names(differences)) {
  within <- sum(apply(units, 1, function(u) {
    u <- u[!is.na(u)]; pairs(u, differences[[metric]]) / (length(u) - 1)
  })) / length(pooled)
  line(metric, 1 - within / (pairs(pooled, differences[[metric]]) / (length(pooled) * (length(pooled) - 1))))
}

keys <- list(Agree = c("-A1", "A2", "A3", "A4", "A5"), Conscientious = c("C1", "C2", "C3", "-C4", "-C5"),
             Extraversion = c("-E1", "-E2", "E3", "E4", "E5"), Neuroticism = c("N1", "N2", "N3", "N4", "N5"),
             Openness = c("O1", "-O2", "O3", "O4", "-O5"))
for (scale in names(keys)) {
  section(paste0("bfi.", scale))
  columns <- sub("-", "", keys[[scale]])
  x <- bfi[, columns]
  for (column in columns[startsWith(keys[[scale]], "-")]) x[[column]] <- 7 - x[[column]]
  complete <- na.omit(x)
  listwise <- alpha(as.data.frame(complete))
  interval <- alpha.ci(listwise$total$raw_alpha, n.obs = nrow(complete), n.var = 5)
  line("n_complete", nrow(complete))
  line("alpha", listwise$total$raw_alpha)
  line("alpha_low", interval$lower.ci)
  line("alpha_high", interval$upper.ci)
  line("alpha_pairwise", alpha(x)$total$raw_alpha)
  values("item_rest", listwise$item.stats$r.drop)
  correlations <- cor(complete)
  found <- factanal(covmat = correlations, factors = 1, n.obs = nrow(complete),
                    control = list(opt = list(factr = 10, pgtol = 1e-12, maxit = 10000)))
  omega <- function(loadings, unique) sum(loadings)^2 / (sum(loadings)^2 + sum(unique))
  line("omega_factanal", omega(found$loadings[, 1], found$uniquenesses))
  ml <- fa(correlations, nfactors = 1, fm = "ml", n.obs = nrow(complete))
  line("omega_psych", omega(ml$loadings[, 1], ml$uniquenesses))
  fit <- cfa(paste("f =~", paste(columns, collapse = " + ")), data = complete, std.lv = TRUE)
  s <- standardizedSolution(fit)
  line("omega_lavaan", omega(s$est.std[s$op == "=~"], s$est.std[s$op == "~~" & s$lhs != "f"]))
}

section("groups")
icc <- function(name, y, g) {
  model <- aov(y ~ g, data.frame(y = y, g = factor(g)))
  values(name, c(ICC1(model), ICC2(model), summary(model)[[1]][["Mean Sq"]]))
}
bulls <- table_of("bulls.csv")
icc("bulls", bulls[, 2], bulls[, 1])
icc("chickwts", chickwts$weight, chickwts$feed)

section("agreement")
raters <- as.data.frame(table_of("brennan_4.csv"))
line("rwg_lindell", rwg.j.lindell(raters, rep(1, 10), ranvar = (9^2 - 1) / 12)$rwg.lindell)
line("average_deviation", ad.m(raters, rep(1, 10), type = "mean")$AD.M)

section("brennan")
for (name in c("brennan_1", "brennan_4")) {
  x <- table_of(paste0(name, ".csv"))
  long <- data.frame(y = as.vector(x), p = gl(nrow(x), 1, length(x)), i = gl(ncol(x), nrow(x)))
  squares <- summary(aov(y ~ p + i, long))[[1]][["Mean Sq"]]
  values(name, c((squares[1] - squares[3]) / ncol(x), (squares[2] - squares[3]) / nrow(x), squares[3]))
}

# BIC as printed by mclust (higher is better) with its own stopping rule, and run until nothing changes.
patient <- emControl(tol = c(1e-15, 1e-15), itmax = c(200000, 200000))
sets <- list(iris = iris[, 1:4], diabetes = diabetes[, -1], faithful = faithful)
for (name in names(sets)) {
  section(paste0("mclust.", name))
  for (model in c("EEE", "VVV")) {
    values(paste0(model, "_default"), mclustBIC(sets[[name]], G = 1:4, modelNames = model, verbose = FALSE)[, 1])
    values(paste0(model, "_converged"),
        mclustBIC(sets[[name]], G = 1:4, modelNames = model, control = patient, verbose = FALSE)[, 1])
  }
}

section("jeffreys")
trials <- list(c(1, 10), c(7, 20), c(60, 101), c(173, 174))
for (t in trials) values(paste0("x", t[1], "_n", t[2]), qbeta(c(0.025, 0.5, 0.975), t[1] + 0.5, t[2] - t[1] + 0.5))

section("harrell_davis")
values("eruptions", Hmisc::hdquantile(faithful$eruptions, c(0.25, 0.5, 0.75)))
values("bulls", Hmisc::hdquantile(bulls[, 2], c(0.25, 0.5, 0.75)))
