using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using PChecker.Runtime.StateMachines;
using PChecker.Runtime.Values;

namespace PImplementation;

/// <summary>The functions that PTst/Replay.p asks for: a file of events, a line each, a file for each schedule.</summary>
public static partial class GlobalFunctions
{
    private static Queue<string> s_files;
    private static Queue<string[]> s_events;
    private static string s_file;
    private static string[] s_event = [];
    private static int s_read;

    public static PBool ReadEvent(StateMachine _)
    {
        s_files ??= new(Directory.GetFiles(Environment.GetEnvironmentVariable("SHOP_HISTORIES"), "*.history").Order(StringComparer.Ordinal));
        if (s_events is null)
        {
            s_file = s_files.Dequeue();
            s_events = new(File.ReadLines(s_file).Select(line => line.Split(' ')));
            s_read = 0;
        }

        if (s_events.TryDequeue(out s_event))
        {
            s_read++;
            return (PBool)true;
        }

        // Who has asked for the replay sees by it that all was read.
        File.WriteAllText(s_file + ".read", s_read.ToString(CultureInfo.InvariantCulture));
        s_events = null;
        return (PBool)false;
    }

    public static PString Word(StateMachine _) => (PString)s_event[0];

    public static PInt Number(PInt place, StateMachine _) => (PInt)int.Parse(s_event[(int)place], CultureInfo.InvariantCulture);

    public static PString Name(PInt place, StateMachine _) => (PString)s_event[(int)place];
}
