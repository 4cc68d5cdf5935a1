#!/usr/bin/env bash
# Makes the start that the jar brings (model.start = BUNDLED) anew, from texts that Debian 12 has in
# packages, and those of the prior. Needs apt-get with current lists, python3, and hours of one core.
#   docker/start/make.sh FOLDER
# FOLDER gets packages, texts and models. Run again, the script goes on. The same packages give the
# same start. What they have: the King James Bible, the Jargon File, manuals of Debian and Apache httpd
# in four languages, sample logs of fail2ban, lists of countries and languages in JSON and XML, sources
# in Python and Perl, and user agents, of which a log of a web server is made up.
set -eu
export LC_ALL=C.UTF-8

to=$(mkdir -p "${1:?the folder for packages, texts and models}" && cd -P "$1" && pwd)
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$here/../..
resources=$home/model/src/main/resources/io/hyperstream/model
packages="bible-kjv bible-kjv-text jargon-text miscfiles debian-faq debian-faq-fr debian-reference-de
  debian-reference-fr apache2-doc fail2ban awstats iso-codes sqlmap"
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

# What both sets of texts have: the folder that it goes to.
common() {
  mkdir -p "$1"
  cd "$1"
  for file in "$x"/usr/share/state/*.gz; do zcat "$file"; done > state
  zcat "$x/usr/share/doc/debian/FAQ/debian-faq.en.txt.gz" > faq
  reference de | head -c 400000 > de
  reference fr | head -c 400000 > fr
  python3 "$here/plain.py" "$manual"/es/howto/*.html > es
  python3 "$here/plain.py" "$manual"/en/mod/core.html "$manual"/en/howto/*.html "$manual"/en/rewrite/*.html > httpd
  cat "$manual"/en/{logs,install,invoking,caching,filter,handler,rewrite/intro,howto/auth,howto/cgi}.html > html
  python3 "$here/json_lines.py" 0 1 "$codes"/iso_{3166-1,4217,15924,3166-3}.json > json
  head -c 41443 "$codes/iso_3166-1.json" >> json
  python3 "$here/json_lines.py" 0 8 "$codes/iso_3166-2.json" >> json
  head -c 60000 "$x/usr/share/xml/iso-codes/iso_3166_2.xml" > xml
  cat "$fail2ban"/server/{filter,action,server,database}.py > py
  head -c 150000 "$x/usr/lib/cgi-bin/awstats.pl" > pl
  zcat "$resources/context/texts.gz" | tr '\0' '\n' > own
}

# Training a network takes longer than counting, so preset small learns less than is counted.
texts() {
  common "$to/less"
  bible gen1:1-50:26 ru1:1-4:22 ps1:1-150:6 pr1:1-31:31 ec1:1-12:14 is1:1-20:6 mt1:1-28:20 lu1:1-24:53 \
    ac1:1-15:41 > kjv
  jargon | head -c 900000 | tail -c 700000 > jargon
  logs -v '^bsd' > logs
  common "$to/texts"
  bible gen1:1-50:26 ex1:1-24:18 ru1:1-4:22 1sam1:1-31:13 2sam1:1-24:25 es1:1-10:3 jb1:1-42:17 ps1:1-150:6 \
    pr1:1-31:31 ec1:1-12:14 so1:1-8:14 is1:1-30:33 jon1:1-4:11 mt1:1-28:20 lu1:1-24:53 jn1:1-21:25 \
    ac1:1-28:31 > kjv
  jargon | tail -c +100000 | head -c 1100000 > jargon
  logs -vE '^(sshd-journal|postfix|nginx|named|bsd|selinux)' > logs
  access_log 1 180000 > access
  head -c 120000 "$agents" > agents
  python3 "$here/json_lines.py" 7 20 "$codes/iso_639-3.json" | head -c 30000 > json2
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
  cat 0[1-8]* > "$to/valid"
}

train() {
  [[ -e $to/$1.safetensors && ! -e $to/$1.safetensors.training ]] ||
    "$home/hyperstream" train "$to/$2"/* --valid "$to/valid" --to "$to/$1.safetensors" --passes 2 \
      --learn.preset "$1" --learn.lanes 1 --learn.backend vector --context.enabled false
}

if [[ ! -e $to/valid ]]; then
  unpack
  texts
  beginnings
fi
train small less
train fast texts
"$home/hyperstream" make-start "$resources/start" --model "$to"/{small,fast}.safetensors --text "$to"/texts/* \
  --beginning "$to"/beginnings/*
