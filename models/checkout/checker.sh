# What check and replay have in common: the tool, how it is run, and the model compiled. To be sourced in this folder.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=LatestMajor
# The checker runs one machine at a time, each on a thread: threads have to be there at once, and gain nothing by spinning. The rest
# of these save what a process of a few seconds does not earn back.
export DOTNET_ThreadPool_ForceMinWorkerThreads=0x40 DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_gcConcurrent=0 \
    DOTNET_GCgen0size=0x2000000 DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

readonly model=PGenerated/PChecker/net8.0/Checkout.dll

p() { dotnet tool run p "$@"; }

# quietly COMMAND…: says something only where it fails.
quietly() {
    local said
    said=$("$@" 2>&1) || { printf '%s\n' "$said" >&2; exit 2; }
}

# compile: unless nothing has changed since the last time. Two at once would write the same files.
compile() {
    exec 9>.compiling
    flock 9
    quietly dotnet tool restore
    if [ ! -e "$model" ] || [ -n "$(find PSrc PSpec PTst PForeign Checkout.pproj -newer "$model" -print -quit)" ]; then quietly p compile; fi
    flock -u 9
}
