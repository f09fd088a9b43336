#!/bin/sh
# Saves what the PBX holds beyond the YAML into one archive with checksums, and brings it back: voicemail with its
# greetings and changed PINs, custom sounds, the astdb (forwards, do-not-disturb, night modes, hot desks), and the
# folder of hand-written dialplan. Made by Tonalite; needs sh, GNU tar, gzip, find, awk, sha256sum and cmp.
#
#   backup-pbx.sh save    ARCHIVE.tar.gz    while Asterisk runs; never overwrites an archive without --force
#   backup-pbx.sh check   ARCHIVE.tar.gz    compares every file with its checksum, writes nothing
#   backup-pbx.sh restore ARCHIVE.tar.gz    while Asterisk is stopped; changes no file that differs without --force
#
# Options: --force; --config FILE (asterisk.conf, by default /etc/asterisk/asterisk.conf); --also FOLDER (repeatable:
# further folders to save, such as recordings; restore brings back those that are named again).
# Run it as root or as the user that Asterisk runs as. The archive holds messages and PINs: only its owner may read it.
set -eu
umask 077
LC_ALL=C
export LC_ALL

ASTERISK=${ASTERISK:-asterisk}
CONFIG=/etc/asterisk/asterisk.conf
CUSTOM=''
TOP=tonalite-pbx
FORCE=no
ALSO=

say() { printf '%s\n' "$*"; }
fail() { printf 'backup-pbx: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '6,12s/^# *//p' "$0" >&2; exit 2; }

# The value of a setting of asterisk.conf, or the usual one.
setting() {
    found=
    if [ -r "$CONFIG" ]; then
        found=$(awk -v name="$1" '{ sub(/;.*/, ""); at = index($0, "=") }
            at { key = substr($0, 1, at - 1); gsub(/[ \t]/, "", key)
                 value = substr($0, at + 1); sub(/^>/, "", value); gsub(/^[ \t]+|[ \t\r]+$/, "", value)
                 if (key == name) out = value }
            END { print out }' "$CONFIG")
    fi
    printf '%s\n' "${found:-$2}"
}

# The parts: a name in the archive, and the folder on this machine.
parts() {
    printf 'voicemail\t%s\n' "$(setting astspooldir /var/spool/asterisk)/voicemail"
    data=$(setting astdatadir /usr/share/asterisk)
    var=$(setting astvarlibdir /var/lib/asterisk)
    printf 'sounds\t%s\n' "$data/sounds/custom"
    if [ "$var" != "$data" ]; then
        printf 'sounds-var\t%s\n' "$var/sounds/custom"
    fi
    if [ -n "$CUSTOM" ]; then
        printf 'dialplan\t%s\n' "$(setting astetcdir /etc/asterisk)/$CUSTOM"
    fi
    number=0
    printf '%s' "$ALSO" | while IFS= read -r folder; do
        number=$((number + 1))
        printf 'also-%s\t%s\n' "$number" "$folder"
    done
}

running() { $ASTERISK -C "$CONFIG" -rx 'core show uptime' >/dev/null 2>&1; }
sum() { sha256sum < "$1"; }

# A copy of the database as it is between two writes: by sqlite3 where it is installed, else a copy that is the same
# before and after, with no journal of an unfinished write beside it.
copy_database() {
    if command -v sqlite3 >/dev/null 2>&1; then
        sqlite3 "$1" ".timeout 10000" ".backup '$2'"
        return
    fi
    tries=0
    while [ "$tries" -lt 20 ]; do
        tries=$((tries + 1))
        before=$(sum "$1")
        cp "$1" "$2"
        if [ ! -s "$1-journal" ] && [ ! -s "$1-wal" ] && [ "$before" = "$(sum "$1")" ] && [ "$before" = "$(sum "$2")" ]
        then
            return
        fi
        sleep 1
    done
    fail "$1 never rests: install sqlite3, or stop Asterisk"
}

checksums() {
    (cd "$1" && find . -type f ! -path ./SHA256SUMS -exec sha256sum {} + | sort -k 2)
}

save() {
    archive=$1
    if [ -e "$archive" ] && [ "$FORCE" = no ]; then
        fail "$archive exists: choose another name, or say --force"
    fi
    mkdir "$WORK/$TOP"
    parts > "$WORK/parts"
    while IFS='	' read -r name folder; do
        if [ -d "$folder" ]; then
            mkdir "$WORK/$TOP/$name"
            # Plain files and folders only: a link would lead elsewhere on another machine.
            (cd "$folder" && find . \( -type d -o -type f \) -print | tar -cf - --no-recursion -T -) |
                tar -xpf - -C "$WORK/$TOP/$name"
            say "saved $folder"
        fi
    done < "$WORK/parts"
    database=$(setting astdbdir /var/lib/asterisk)/astdb.sqlite3
    if [ -f "$database" ]; then
        mkdir "$WORK/$TOP/astdb"
        copy_database "$database" "$WORK/$TOP/astdb/astdb.sqlite3"
        say "saved $database"
    fi
    checksums "$WORK/$TOP" > "$WORK/sums"
    [ -s "$WORK/sums" ] || fail "there is nothing to save: is $CONFIG that of this PBX? (--config)"
    mv "$WORK/sums" "$WORK/$TOP/SHA256SUMS"
    new=$(mktemp "$archive.XXXXXX") || fail "cannot write beside $archive"
    tar -C "$WORK" -cf - "$TOP" | gzip -n > "$new"
    gzip -t "$new"
    mv -f "$new" "$archive"
    say "wrote $archive"
}

# Unpack into our own folder and compare; nothing of the archive is trusted before.
unpack() {
    archive=$1
    [ -f "$archive" ] || fail "there is no $archive"
    gzip -t "$archive" 2>/dev/null || fail "$archive is damaged, or no archive of ours"
    tar -tzf "$archive" > "$WORK/names" 2>/dev/null || fail "$archive is damaged, or no archive of ours"
    tar -tvzf "$archive" > "$WORK/kinds"
    if awk -v top="$TOP" '{ if ($0 != top "/" && index($0, top "/") != 1) bad = 1
                            if ($0 ~ /(^|\/)\.\.(\/|$)/) bad = 1 } END { exit !bad }' "$WORK/names" ||
        grep -v -q '^[-d]' "$WORK/kinds"; then
        fail "$archive is no archive of ours: it holds a link, or a name outside of $TOP/"
    fi
    tar -xpzf "$archive" -C "$WORK" --no-same-owner
    [ -f "$WORK/$TOP/SHA256SUMS" ] || fail "$archive holds no checksums"
    checksums "$WORK/$TOP" > "$WORK/sums"
    cmp -s "$WORK/sums" "$WORK/$TOP/SHA256SUMS" || fail "$archive is damaged: its files differ from their checksums"
}

# Each file to bring back: where it lies in our folder, where it goes.
plan() {
    parts > "$WORK/parts"
    while IFS='	' read -r name folder; do
        if [ -d "$WORK/$TOP/$name" ]; then
            printf '%s\t%s\n' "$WORK/$TOP/$name" "$folder"
        fi
    done < "$WORK/parts"
    if [ -d "$WORK/$TOP/astdb" ]; then
        printf '%s\t%s\n' "$WORK/$TOP/astdb" "$(setting astdbdir /var/lib/asterisk)"
    fi
}

# The owner of the nearest folder that exists, as numbers.
owner() {
    near=$1
    while [ ! -d "$near" ]; do
        near=$(dirname "$near")
    done
    # shellcheck disable=SC2012
    ls -ldn "$near" | awk '{ print $3 ":" $4 }'
}

restore() {
    unpack "$1"
    if running; then
        fail "Asterisk runs: stop it first (systemctl stop asterisk), it would write over its database"
    fi
    plan > "$WORK/plan"
    : > "$WORK/differ"
    while IFS='	' read -r from to; do
        (cd "$from" && find . -type f -print) > "$WORK/files"
        while IFS= read -r file; do
            if [ -L "$to/$file" ] || { [ -e "$to/$file" ] && ! cmp -s "$from/$file" "$to/$file"; }; then
                printf '%s\n' "$to/$file" >> "$WORK/differ"
            fi
        done < "$WORK/files"
    done < "$WORK/plan"
    if [ -s "$WORK/differ" ] && [ "$FORCE" = no ]; then
        sed -n '1,10p' "$WORK/differ" >&2
        fail "these differ from the archive, nothing was changed: say --force to overwrite (the old astdb is kept beside)"
    fi
    while IFS='	' read -r from to; do
        whose=$(owner "$to")
        if [ ! -d "$to" ]; then
            mkdir -p "$to"
            chmod 0750 "$to"
            if [ "$(id -u)" = 0 ]; then
                chown "$whose" "$to"
            fi
        fi
        if [ -f "$from/astdb.sqlite3" ] && [ -f "$to/astdb.sqlite3" ] && ! cmp -s "$from/astdb.sqlite3" "$to/astdb.sqlite3"
        then
            mv -f "$to/astdb.sqlite3" "$to/astdb.sqlite3.before-restore"
            rm -f "$to/astdb.sqlite3-journal" "$to/astdb.sqlite3-wal" "$to/astdb.sqlite3-shm"
        fi
        if [ "$(id -u)" = 0 ]; then
            (cd "$from" && find . -exec chown "$whose" {} +)
        fi
        (cd "$from" && find . ! -name . -prune -print) > "$WORK/files"
        while IFS= read -r file; do
            cp -R -p "$from/$file" "$to/"
        done < "$WORK/files"
        say "restored $to"
    done < "$WORK/plan"
}

[ "$#" -ge 1 ] || usage
verb=$1
shift
archive=
while [ "$#" -gt 0 ]; do
    case $1 in
        --force) FORCE=yes ;;
        --config) [ "$#" -ge 2 ] || usage; CONFIG=$2; shift ;;
        --also) [ "$#" -ge 2 ] || usage
            ALSO="$ALSO$2
"; shift ;;
        -*) usage ;;
        *) [ -z "$archive" ] || usage; archive=$1 ;;
    esac
    shift
done
[ -n "$archive" ] || usage
case $archive in /*) ;; *) archive=$(pwd)/$archive ;; esac

WORK=$(mktemp -d) || fail "cannot make a temporary folder"
trap 'rm -rf "$WORK"' EXIT
trap 'exit 1' HUP INT TERM

case $verb in
    save) save "$archive" ;;
    check) unpack "$archive"; say "$archive is whole: $(awk 'END { print NR }' "$WORK/sums") files" ;;
    restore) restore "$archive" ;;
    *) usage ;;
esac
