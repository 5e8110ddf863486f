using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>Gathers what the signals of a manager say until it is asked for. Both the reader of the bus and the asker touch it.</summary>
internal sealed class BusSignals
{
    private const int MaxUnits = 16_384;

    private readonly Lock _lock = new();
    private HashSet<string> _units = new(StringComparer.Ordinal);
    private bool _everything;
    private bool _unitFiles;

    /// <summary>Takes a signal; of no interest are those of other interfaces.</summary>
    public void Take(in MessageHeader signal)
    {
        if (signal.Interface.SequenceEqual("org.freedesktop.DBus.Properties"u8) && signal.Member.SequenceEqual("PropertiesChanged"u8))
        {
            if (signal.Path.StartsWith("/org/freedesktop/systemd1/unit/"u8))
            {
                var path = Encoding.UTF8.GetString(signal.Path);
                lock (_lock)
                {
                    _everything |= _units.Count >= MaxUnits;
                    if (!_everything)
                    {
                        _units.Add(path);
                    }
                }
            }
        }
        else if (signal.Interface.SequenceEqual("org.freedesktop.systemd1.Manager"u8))
        {
            lock (_lock)
            {
                _everything |= signal.Member.SequenceEqual("Reloading"u8);
                _unitFiles |= _everything || signal.Member.SequenceEqual("UnitFilesChanged"u8);
            }
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
}
