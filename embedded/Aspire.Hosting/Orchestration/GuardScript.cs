namespace Aspire.Hosting.Orchestration;

/// <summary>
/// What the guard process runs: it reads the ids of the run's processes from its standard input and, when that ends because the
/// AppHost is gone, ends them. Only what every POSIX system has is used.
/// </summary>
internal static class GuardScript
{
    /// <summary>The only argument (<c>$1</c>) is the mark of the run, as <c>NAME=value</c>.</summary>
    public const string Text = """
        exec >/dev/null 2>&1
        trap '' INT HUP TERM QUIT PIPE
        mark=$1 pids='' dbs='' dirs='' datas='' finished=''

        birth() {
          if [ -r "/proc/$1/stat" ]; then sed 's/.*) //' "/proc/$1/stat" | cut -d' ' -f20
          else ps -o lstart= -p "$1" | tr -d ' :'; fi
        }
        # A number may have been given to another process since: its time of birth tells.
        same() { [ -n "$2" ] && [ "$(birth "$1")" = "$2" ] && alive "$1"; }
        alive() {
          if [ -r "/proc/$1/stat" ]; then ! sed 's/.*) //' "/proc/$1/stat" | grep -q '^[ZX]'
          else kill -0 "$1"; fi
        }
        marked() {
          if [ -d /proc/self ]; then
            grep -alsF "$mark" /proc/[0-9]*/environ | sed 's,/proc/\([0-9]*\)/environ,\1,'
          else ps -A -E -o pid=,command= | grep -F "$mark" | grep -v grep | sed 's/^ *\([0-9]*\).*/\1/'; fi
        }
        living() { for e in $1; do same "${e%%:*}" "${e#*:}" && echo "${e%%:*}"; done; }
        postmasters() {
          for d in $dirs $datas; do
            find "$d" -maxdepth 3 -name postmaster.pid | while read -r f; do head -n 1 "$f"; done
          done
        }
        # wait_gone <tenths of a second> <list>: true when all of the list are gone
        wait_gone() {
          n=$1
          while [ "$n" -gt 0 ]; do [ -z "$(living "$2")" ] && return 0; sleep 0.1; n=$((n - 1)); done
          return 1
        }
        with_birth() { for p in $1; do b=$(birth "$p"); [ -n "$b" ] && echo "$p:$b"; done; }

        while IFS= read -r line; do
          case $line in
            'pid '*) p=${line#pid }; pids="$pids $p:$(birth "$p")" ;;
            'postgres '*) p=${line#postgres }; dbs="$dbs $p:$(birth "$p")" ;;
            'gone '*) pids=$(for e in $pids; do [ "${e%%:*}" = "${line#gone }" ] || echo "$e"; done)
                      dbs=$(for e in $dbs; do [ "${e%%:*}" = "${line#gone }" ] || echo "$e"; done) ;;
            'dir '*) dirs="$dirs ${line#dir }" ;;
            'data '*) datas="$datas ${line#data }" ;;
            'done') finished=yes ;;
          esac
        done
        [ -n "$finished" ] && exit 0

        for p in $(living "$pids"); do kill -TERM "$p"; done
        if ! wait_gone 50 "$pids"; then
          for p in $(living "$pids"); do kill -KILL "-$p"; kill -KILL "$p"; done
        fi
        # Children whose registration did not get here, and what they started themselves.
        n=8
        while [ "$n" -gt 0 ]; do
          db=$(with_birth "$(postmasters)")
          for e in $db; do case " $dbs " in *" $e "*) ;; *) dbs="$dbs $e" ;; esac; done
          for p in $(marked); do
            case " $dbs " in *" $p:"*) ;; *) kill -KILL "$p" ;; esac
          done
          sleep 0.12; n=$((n - 1))
        done
        for p in $(living "$dbs"); do kill -INT "$p"; done
        if ! wait_gone 100 "$dbs"; then
          for p in $(living "$dbs"); do kill -QUIT "$p"; done
          wait_gone 30 "$dbs" || for p in $(living "$dbs"); do kill -KILL "-$p"; done
        fi
        for p in $(marked); do kill -KILL "$p"; done
        # What dies right now may still make a file in it.
        for d in $dirs; do
          n=100
          while rm -rf "$d"; [ -e "$d" ] && [ "$n" -gt 0 ]; do sleep 0.1; n=$((n - 1)); done
        done
        exit 0
        """;
}
