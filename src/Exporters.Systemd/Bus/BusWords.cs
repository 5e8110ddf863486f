using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>The words that systemd repeats for every unit, so that reading them again makes no new string.</summary>
internal static class BusWords
{
    private const int LongestWord = 32;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = new HashSet<string>(StringComparer.Ordinal)
    {
        "",

        // Load states.
        "loaded", "not-found", "bad-setting", "error", "merged", "masked", "stub",

        // Active states, and sub-states of the kinds of units.
        "active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing",
        "dead", "running", "exited", "plugged", "mounted", "listening", "waiting", "elapsed", "start", "stop", "auto-restart",

        // Results of units, and types of services and mounts.
        "success", "resources", "protocol", "timeout", "exit-code", "signal", "core-dump", "watchdog", "start-limit-hit", "oom-kill",
        "exec-condition", "simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle", "tmpfs", "ext4",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text as a string.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[LongestWord];
        return utf8.Length <= LongestWord
            && Ascii.ToUtf16(utf8, chars, out var length) == System.Buffers.OperationStatus.Done
            && Known.TryGetValue(chars[..length], out var word)
            ? word
            : Encoding.UTF8.GetString(utf8);
    }
}
