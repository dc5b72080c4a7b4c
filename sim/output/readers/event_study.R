# What displacement costs: Rscript event_study.R [panel.csv]
#
# Pay of the displaced in the years after their first displacement against the last date before it, less the change of
# those never displaced over the same dates. Year 0 is the first date back at work within twelve months, year k the date
# 12 k months after displacement, of those who work then and have not been displaced again. "within" compares pay with
# that of the never displaced of the same occupation and skill at either date, so that it leaves out what occupations
# gain and lose and what changing them brings; "total" leaves it in. Effects are in logs: -0.288 is a quarter less.

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
script <- gsub("~+~", " ", script, fixed = TRUE) # as R writes spaces there
folder <- if (length(script) > 0) dirname(script) else "."
path <- c(commandArgs(trailingOnly = TRUE), file.path(folder, "panel.csv"))[1]
last.year <- 12

people <- c() # number of a person, by row
skill <- c() # log odds of skill, by row: a person's for good
pay <- list() # by date, log wage by row, NA without a job
found <- list() # effects: year, total, within
before <- over <- due <- numeric() # of the displaced by row: date before displacement, pay over the usual then, next year to look at
last <- NULL

# usual is the log wage that goes with the occupation and skill of rows at a date, NA where nobody is near enough to tell.
# Those never displaced stand on a curve of log wage over skill, one an occupation. Between two of them it is straight in
# the log odds of skill, in which log pay is nearly linear, and it ends with the last of them. Since they stand on it,
# their own change against it is nothing, and there is nothing more to subtract.
usual <- function(now, rows) {
  out <- rep(NA_real_, length(rows))
  for (o in unique(now$occupation[rows])) {
    those <- now$never[now$occupation[now$never] == o]
    if (length(unique(skill[those])) < 2) next
    at <- which(now$occupation[rows] == o)
    # Ranks are rounded: who shares one counts by the mean.
    out[at] <- approx(skill[those], now$pay[those], skill[rows[at]], ties = mean)$y
  }
  out
}

# visit takes the next date.
visit <- function(rows) {
  new <- !rows$person %in% people
  people <<- c(people, rows$person[new])
  skill <<- c(skill, qlogis(rows$skill[new]))
  at <- match(rows$person, people)
  n <- length(people)
  works <- rows$state == "employed" & rows$wage > 0
  now <- list(pay = rep(NA_real_, n), occupation = rep("", n), displaced = rep(-1, n))
  now$pay[at[works]] <- log(rows$wage[works])
  now$occupation[at] <- rows$occupation
  now$displaced[at] <- rows$displaced
  now$never <- which(!is.na(now$pay) & now$displaced < 0) # with whom others are compared
  pay[[length(pay) + 1]] <<- now$pay
  length(before) <<- length(over) <<- length(due) <<- n # NA for newcomers

  if (!is.null(last)) {
    then <- last$displaced[seq_len(n)] # NA for newcomers
    first <- which(then < 0 & now$displaced >= 0 & !is.na(last$pay[seq_len(n)]))
    before[first] <<- length(pay) - 1
    over[first] <<- last$pay[first] - usual(last, first)
    due[first] <<- 0
    due[is.na(over)] <<- NA # nothing to compare with before
    months <- switch(substr(rows$date[1], 6, 6), W = 12 / 52, Q = 3, 1) # since then: 2025-W01, 2025-Q1 or 2025-01
    due[which(then >= 0 & now$displaced < then + months - 1e-6)] <<- NA # again
    year <- floor(now$displaced / 12 + 1e-9) # of weeks, twelve months are only nearly twelve
    look <- which(year >= due & year <= last.year & (year > 0 | !is.na(now$pay)))
    due[look] <<- year[look] + 1
    look <- look[!is.na(now$pay[look])]
    usual.then <- usual(now, look)
    look <- look[!is.na(usual.then)]
    usual.then <- usual.then[!is.na(usual.then)]
    for (date in unique(before[look])) {
      change <- mean((now$pay - pay[[date]][seq_len(n)])[now$never], na.rm = TRUE) # of those who work at both dates
      some <- before[look] == date
      total <- now$pay[look[some]] - pay[[date]][look[some]] - change
      within <- now$pay[look[some]] - usual.then[some] - over[look[some]]
      if (!is.nan(change)) found[[length(found) + 1]] <<- cbind(year[look[some]], total, within)
    }
  }
  last <<- now
}

# The panel is ordered by date. It is read a piece at a time, since it can be long; the last date of a piece may go on in
# the next.
panel <- file(path, "r")
header <- scan(panel, "", sep = ",", nlines = 1, quiet = TRUE)
what <- setNames(vector("list", length(header)), header) # columns that are NULL are skipped
what[c("date", "person", "state", "occupation")] <- list("")
what[c("wage", "displaced", "skill")] <- list(0)
wanted <- names(what)[!sapply(what, is.null)]
rest <- NULL
repeat {
  piece <- scan(panel, what, sep = ",", quote = "\"", na.strings = character(), nlines = 1e5, quiet = TRUE)
  if (length(piece$date) == 0) break
  rest <- rbind(rest, as.data.frame(piece[wanted]))
  for (date in setdiff(unique(rest$date), rest$date[nrow(rest)])) visit(rest[rest$date == date, ])
  rest <- rest[rest$date == rest$date[nrow(rest)], ]
}
close(panel)
if (!is.null(rest)) visit(rest)

# Standard errors are over persons. What they are compared with counts as known: the never displaced are many.
found <- rbind(do.call(rbind, found), matrix(0, 0, 3))
show <- function(number) if (is.na(number)) "NA" else sprintf("%.6f", number)
cat(sprintf("%5s %8s %10s %10s %10s %10s\n", "years", "n", "total", "s.e.", "within", "s.e."))
for (year in 0:last.year) {
  those <- found[found[, 1] == year, , drop = FALSE]
  n <- nrow(those)
  error <- apply(those[, 2:3, drop = FALSE], 2, sd) / sqrt(n)
  cat(sprintf("%5d %8d %10s %10s %10s %10s\n", year, n, show(mean(those[, 2])), show(error[1]), show(mean(those[, 3])), show(error[2])))
}
