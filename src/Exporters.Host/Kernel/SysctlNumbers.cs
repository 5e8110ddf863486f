using System.Globalization;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>One kernel setting that holds one or several numbers.</summary>
internal sealed class SysctlNumbers
{
    private const string Prefix = "node_sysctl_";
    private readonly string _name;
    private readonly string _path;
    private readonly Family _single;
    private readonly Family _indexed;
    private readonly Family[] _named;

    /// <summary>The setting <paramref name="name"/> with the names of its numbers; none to tell them by their place.</summary>
    public SysctlNumbers(string name, string path, string[] keys)
    {
        _name = name;
        _path = path;
        var family = Prefix + KernelFamilies.Clean(name);
        _single = Family.Untyped(family, $"Kernel setting {name}.");
        _indexed = Family.Untyped(family, $"Kernel setting {name}.", "index");
        _named = Array.ConvertAll(keys, key => Family.Untyped($"{family}_{KernelFamilies.Clean(key)}", $"Kernel setting {name}, {key}."));
    }

    /// <summary>What it may write.</summary>
    public IEnumerable<Family> Families => _named.Length > 0 ? _named : [_single, _indexed];

    /// <summary>Reads and writes it.</summary>
    /// <exception cref="CollectorUnavailableException">This kernel does not have it, or it must not be read.</exception>
    public void Write(FamilyWriter writer)
    {
        using var file = HostFile.Read(_path, $"this kernel has no setting {_name}");
        new Utf8Cursor(file.Trimmed, _path, writer.Unreadable).NextLine(out var line);
        var fields = 0;
        for (var rest = line; rest.TryField(out _);)
        {
            fields++;
        }

        if (_named.Length > 0 ? fields != _named.Length : fields == 0)
        {
            line.Report(default, _named.Length > 0 ? $"{_named.Length} numbers, as --collector.sysctl.include={_name}:… names them" : "a number");
            return;
        }

        for (var i = 0; i < fields; i++)
        {
            if (_named.Length > 0)
            {
                writer.WriteIfKnown(_named[i], line.Int64());
            }
            else if (fields == 1)
            {
                writer.WriteIfKnown(_single, line.Int64());
            }
            else
            {
                writer.WriteIfKnown(_indexed, line.Int64(), i.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
