# The page of an audit comes beside what is printed, whole or not at all.
dmc audit def2.1 --quick --verdicts --html page.html | head -n 1
head -n 1 page.html
tail -n 1 page.html
ls
echo kept > page.html
try() { dmc audit def2.1 --quick "$@" > printed || echo "exit $?"; cat printed; }
try --html missing/page.html
try --html page.html -o page.html --format json
try --html -
cat page.html
