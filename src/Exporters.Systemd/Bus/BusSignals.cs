using System.Text;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>Gathers what the signals of a manager say until it is asked for. Both the reader of the bus and the asker touch it.</summary>
internal sealed class BusSignals
{
    /// <summary>Units kept; more than a busy machine has.</summary>
    private const int MaxUnits = 16_384;

    /// <summary>Bytes of an object's path: a unit's name has at most 255, each of which may become three.</summary>
    private const int MaxPath = 1024;

    private readonly Lock _lock = new();
    private HashSet<string> _units = new(StringComparer.Ordinal);
    private bool _everything;
    private bool _unitFiles;

    /// <summary>Takes a signal; of no interest are those of other interfaces. Reads nothing of its body.</summary>
    public void Take(Message signal)
    {
        if (signal.Interface.SequenceEqual("org.freedesktop.DBus.Properties"u8) && signal.Member.SequenceEqual("PropertiesChanged"u8))
        {
            TakeChange(signal.Path);
        }
        else if (signal.Interface.SequenceEqual("org.freedesktop.systemd1.Manager"u8))
        {
            TakeManagers(signal.Member);
        }
    }

    /// <summary>What was said since the last call.</summary>
    public BusChanges Drain()
    {
        lock (_lock)
        {
            var changes = new BusChanges(_everything, _unitFiles, _units);
            _units = new HashSet<string>(StringComparer.Ordinal);
            _everything = false;
            _unitFiles = false;
            return changes;
        }
    }

    private void TakeChange(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith("/org/freedesktop/systemd1/unit/"u8) || path.Length > MaxPath)
        {
            return;
        }

        var unit = Encoding.UTF8.GetString(path);
        lock (_lock)
        {
            _everything |= _units.Count >= MaxUnits;
            if (!_everything)
            {
                _units.Add(unit);
            }
        }
    }

    private void TakeManagers(ReadOnlySpan<byte> member)
    {
        // Sent at the beginning and at the end of systemctl daemon-reload.
        var reloads = member.SequenceEqual("Reloading"u8);
        var unitFiles = reloads || member.SequenceEqual("UnitFilesChanged"u8);
        lock (_lock)
        {
            _everything |= reloads;
            _unitFiles |= unitFiles;
        }
    }
}
