#!/usr/bin/env bash
# Makes the start that the jar brings (model.start = BUNDLED) anew, from texts that Debian 12 has in
# packages, and those of the prior. Needs apt-get with current lists, python3, and two hours of a core.
#   docker/start/make.sh FOLDER
# FOLDER gets packages, texts and models. Run again, the script goes on. The same packages give the
# same start. What they have: the King James Bible, the Jargon File, dictionaries, sayings, handbooks
# and manuals in seven languages, sample logs of fail2ban, lists in JSON, XML and CSV, sources in C,
# Python, Perl and JavaScript, and user agents, of which a log of a web server is made up.
set -eu
export LC_ALL=C.UTF-8

to=$(mkdir -p "${1:?the folder for packages, texts and models}" && cd -P "$1" && pwd)
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$here/../..
resources=$home/model/src/main/resources/io/hyperstream/model
packages="bible-kjv bible-kjv-text jargon-text miscfiles dict-devil dict-foldoc dict-gcide wordnet-base
  fortunes fortunes-min debian-faq debian-faq-fr debian-handbook debian-reference-de debian-reference-fr
  harden-doc postgresql-doc-15 apache2-doc fail2ban awstats iso-codes ieee-data unicode-data sqlmap
  linux-libc-dev libjs-jquery"
x=$to/unpacked
manual=$x/usr/share/doc/apache2-doc/manual
fail2ban=$x/usr/lib/python3/dist-packages/fail2ban
codes=$x/usr/share/iso-codes/json
agents=$x/usr/share/sqlmap/data/txt/user-agents.txt

unpack() {
  mkdir -p "$to/packages" "$x"
  cd "$to/packages"
  for package in $packages; do
    ls "${package}"_*.deb > /dev/null 2>&1 || apt-get -q download "$package"
    dpkg-deb -x "${package}"_*.deb "$x"
  done
}

bible() {
  for part in "$@"; do
    "$x/usr/bin/bible" -f -l 2000 -p "$x/usr/lib" "$part" | sed 's/^[^ ]* //' | fold -s -w 64 | sed 's/ *$//'
    echo
  done
}

jargon() { zcat "$x/usr/share/doc/jargon-text/jargon.txt.gz"; }
reference() { zcat "$x/usr/share/debian-reference/debian-reference.$1.txt.gz" | tr -s ' '; }
access_log() { python3 "$here/access_log.py" "$x/usr/share/doc/apache2-doc" "$agents" "$@"; }

logs() { (cd "$fail2ban/tests/files/logs" && find . -maxdepth 1 -type f -printf '%P\n' | sort | grep "$@" | xargs cat) | grep -av '^#'; }

plain() { python3 "$here/plain.py" "$@"; }
handbook() { plain "$x"/usr/share/doc/debian-handbook/html/"$1"/*.html; }
dictionary() { zcat "$x/usr/share/dictd/$1.dict.dz"; }
slice() { tail -c "+$1" | head -c "$2"; }

# Sayings, but for those of Shakespeare, whose plays are what others measure with.
sayings() {
  (cd "$x/usr/share/games/fortunes" &&
    awk 'BEGIN { RS = "\n%\n"; ORS = "\n\n" } !/Shakesp/' computers cookie definitions education law literature \
      miscellaneous news paradoxum people platitudes politics science songs-poems sports wisdom work)
}

texts() {
  mkdir -p "$to/texts"
  cd "$to/texts"
  bible gen1:1-50:26 ex1:1-24:18 ru1:1-4:22 1sam1:1-31:13 2sam1:1-24:25 es1:1-10:3 jb1:1-42:17 ps1:1-150:6 \
    pr1:1-31:31 ec1:1-12:14 so1:1-8:14 is1:1-30:33 jon1:1-4:11 mt1:1-28:20 lu1:1-24:53 jn1:1-21:25 \
    ac1:1-28:31 > kjv
  jargon | slice 100000 1100000 > jargon
  sayings > sayings
  dictionary devil > devil
  dictionary foldoc | slice 400000 1400000 > foldoc
  # Definitions without the lines that are quoted.
  dictionary gcide | grep -avE '^            |--|Webster' | slice 4000000 1400000 > webster
  sed 's/^[^|]*| *//' "$x"/usr/share/wordnet/data.{noun,verb,adj} | awk 'NR % 9 == 0' > wordnet
  handbook en-US | head -c 1100000 > handbook
  for language in de-DE fr-FR es-ES it-IT; do handbook $language | slice 60000 300000 > "handbook-$language"; done
  for language in pt-BR ru-RU; do handbook $language | slice 60000 150000 > "handbook-$language"; done
  plain "$x"/usr/share/doc/harden-doc/html/en-US/*.html | head -c 700000 > harden
  plain "$x"/usr/share/doc/postgresql-doc-15/html/[a-l]*.html | head -c 900000 > postgres
  for file in "$x"/usr/share/state/*.gz; do zcat "$file"; done > state
  zcat "$x/usr/share/doc/debian/FAQ/debian-faq.en.txt.gz" > faq
  reference de | head -c 300000 > de
  reference fr | head -c 300000 > fr
  plain "$manual"/es/howto/*.html > es
  plain "$manual"/en/mod/core.html "$manual"/en/howto/*.html "$manual"/en/rewrite/*.html > httpd
  cat "$manual"/en/{logs,install,invoking,caching,filter,handler,rewrite/intro,howto/auth,howto/cgi}.html > html
  cat "$x"/usr/share/doc/postgresql-doc-15/html/m*.html | head -c 200000 > html2
  python3 "$here/json_lines.py" 0 1 "$codes"/iso_{3166-1,4217,15924,3166-3}.json > json
  head -c 41443 "$codes/iso_3166-1.json" >> json
  python3 "$here/json_lines.py" 0 8 "$codes/iso_3166-2.json" >> json
  python3 "$here/json_lines.py" 7 20 "$codes/iso_639-3.json" | head -c 30000 > json2
  head -c 60000 "$x/usr/share/xml/iso-codes/iso_3166_2.xml" > xml
  slice 1000000 150000 < "$x/usr/share/ieee-data/oui.csv" > csv
  slice 200000 100000 < "$x/usr/share/unicode/UnicodeData.txt" > fields
  cat "$fail2ban"/server/{filter,action,server,database}.py > py
  head -c 150000 "$x/usr/lib/cgi-bin/awstats.pl" > pl
  head -c 200000 "$x/usr/share/javascript/jquery/jquery.js" > js
  cat "$x"/usr/include/linux/[a-h]*.h | slice 200000 300000 > c
  logs -vE '^(sshd-journal|postfix|nginx|named|bsd|selinux)' > logs
  access_log 1 180000 > access
  head -c 120000 "$agents" > agents
  zcat "$resources/context/texts.gz" | tr '\0' '\n' > own
}

# Others, to learn what to make of the counts, and to end the training by.
beginnings() {
  mkdir -p "$to/beginnings"
  cd "$to/beginnings"
  jargon | tail -c 25000 > 01en
  bible mk1:1-6:10 > 02kjv
  reference de | tail -c 20000 > 03de
  zcat "$x/usr/share/doc/debian/FAQ/debian-faq.fr.txt.gz" | head -c 20000 > 04fr
  head -c 20000 "$fail2ban/client/fail2banregex.py" > 05py
  head -c 20000 "$manual/en/env.html" > 06html
  python3 "$here/json_lines.py" 0 20 "$codes/iso_639-3.json" | head -c 20028 > 07json
  (cd "$fail2ban/tests/files/logs" && cat sshd-journal postfix nginx-http-auth nginx-limit-req named-refused) |
    grep -av '^#' | head -c 20000 > 08logs
  access_log 2 20000 > 09access
  plain "$x"/usr/share/doc/postgresql-doc-15/html/[p-r]*.html | slice 300000 20000 > 10en
  cat [01]* > "$to/valid"
}

train() {
  [[ -e $to/$1.safetensors && ! -e $to/$1.safetensors.training ]] ||
    "$home/hyperstream" train "$to"/texts/* --valid "$to/valid" --to "$to/$1.safetensors" --passes "$2" \
      --learn.preset "$1" --learn.lanes 1 --learn.backend vector --context.enabled false
}

start() {
  "$home/hyperstream" make-start "$resources/start" --model "$to/$1.safetensors" --text "$to"/texts/* \
    --beginning "${@:2}"
}

if [[ ! -e $to/valid ]]; then
  unpack
  texts
  beginnings
fi
train small 4
train fast 3
start small "$to"/beginnings/*
# What is read last counts most, and fast is for logs.
start fast "$to"/beginnings/{01en,02kjv,10en,03de,04fr,05py,06html,07json,09access,08logs}
