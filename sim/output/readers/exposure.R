# How those fared whose occupations coworkers can do: Rscript exposure.R [panel.csv]
#
# Least squares over persons of two changes between the first and the last year's end (or the first and the last date)
# on the exposure of the occupation they had at first, with an intercept: of log wage, of those employed at both dates,
# and of employment (1 with a job, 0 without), of those in the labour force at the first. Standard errors allow for
# unequal variances (HC1). A slope is the change at exposure 1 less that at exposure 0.

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
script <- gsub("~+~", " ", script, fixed = TRUE) # as R writes spaces there
folder <- if (length(script) > 0) dirname(script) else "."
path <- c(commandArgs(trailingOnly = TRUE), file.path(folder, "panel.csv"))[1]

# The panel is read a piece at a time, and only what can be an end of the span is kept of a piece.
panel <- file(path, "r")
header <- scan(panel, "", sep = ",", nlines = 1, quiet = TRUE)
what <- setNames(vector("list", length(header)), header) # columns that are NULL are skipped
what[c("date", "person", "state")] <- list("")
what[c("wage", "exposure")] <- list(0)
wanted <- names(what)[!sapply(what, is.null)]
decembers <- every <- NULL
ends <- function(rows) rows[rows$date %in% rows$date[c(1, nrow(rows))], ]
repeat {
  piece <- scan(panel, what, sep = ",", quote = "\"", na.strings = character(), nlines = 1e5, quiet = TRUE)
  if (length(piece$date) == 0) break
  piece <- as.data.frame(piece[wanted])
  every <- ends(rbind(every, piece))
  december <- piece[grepl("-(12|W52|Q4)$", piece$date), ] # or the last week or quarter
  decembers <- ends(rbind(decembers, december))
}
close(panel)
span <- if (length(unique(decembers$date)) == 2) decembers else every
dates <- unique(span$date)
if (length(dates) < 2) stop("the panel has fewer than two dates")

both <- merge(span[span$date == dates[1], ], span[span$date == dates[2], ], by = "person", suffixes = c("", ".then"))
both <- both[both$state %in% c("employed", "unemployed"), ]
job <- both$state == "employed"
job.then <- both$state.then == "employed"
stay <- job & job.then & both$wage > 0 & both$wage.then > 0

# regress prints a slope, its standard error and the number of persons.
regress <- function(name, x, y) {
  n <- length(x)
  slope <- error <- NA
  dx <- x - mean(x)
  if (n >= 3 && any(dx != 0)) {
    slope <- sum(dx * (y - mean(y))) / sum(dx^2)
    residual <- y - mean(y) - slope * dx
    error <- sqrt(sum((dx * residual)^2) * n / (n - 2)) / sum(dx^2)
  }
  show <- function(number) if (is.na(number)) "NA" else sprintf("%.6f", number)
  cat(sprintf("%-10s %10s %10s %8d\n", name, show(slope), show(error), n))
}
cat(sprintf("%s to %s, on exposure\n", dates[1], dates[2]))
cat(sprintf("%-10s %10s %10s %8s\n", "change of", "slope", "s.e.", "n"))
regress("log wage", both$exposure[stay], log(both$wage.then / both$wage)[stay])
regress("employment", both$exposure, job.then - job)
