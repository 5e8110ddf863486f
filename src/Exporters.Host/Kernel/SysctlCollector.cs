using System.Globalization;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>
/// Settings of the kernel that the operator names, from <c>/proc/sys</c>, proc_sys(5): <c>fs.file-nr</c> shows its numbers by their
/// place, <c>fs.file-nr:total,current,max</c> gives each a name. Nothing is shown unless something is named.
/// </summary>
internal sealed class SysctlCollector : ICollector
{
    private static readonly Setting Include = Setting.Texts(
        "collector.sysctl.include", "", "Kernel setting with numbers to show, such as vm.user_reserve_kbytes, or fs.file-nr:total,current,max to name each of several; may be repeated.");

    private static readonly Setting IncludeInfo = Setting.Texts(
        "collector.sysctl.include-info", "", "Kernel setting with words to show as labels, such as kernel.core_pattern; may be repeated.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, IncludeInfo];

    private static readonly Family Info = Family.Info("node_sysctl_info", "A word of a kernel setting.", "name", "value", "index");

    private readonly List<SysctlNumbers> _numbers = [];
    private readonly List<(string Name, string Path)> _words = [];

    public SysctlCollector(HostContext context)
    {
        foreach (var include in context.Settings.Texts(Include))
        {
            var parts = include.Split(':', 2);
            _numbers.Add(new SysctlNumbers(parts[0], PathOf(context.Paths, parts[0]), parts.Length > 1 ? parts[1].Split(',') : []));
        }

        _words.AddRange(context.Settings.Texts(IncludeInfo).Select(name => (name, PathOf(context.Paths, name))));
    }

    public string Name => "sysctl";

    public IReadOnlyList<Family> Families => [.. _numbers.SelectMany(numbers => numbers.Families), Info];

    public void Collect(FamilyWriter writer)
    {
        foreach (var numbers in _numbers)
        {
            numbers.Write(writer);
        }

        foreach (var (name, path) in _words)
        {
            using var file = HostFile.Read(path, $"this kernel has no setting {name}");
            new Utf8Cursor(file.Trimmed, path, writer.Unreadable).NextLine(out var line);
            for (var i = 0; line.TryField(out var word); i++)
            {
                writer.WriteInfo(Info, name, System.Text.Encoding.UTF8.GetString(word), i.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static string PathOf(HostPaths paths, string name) => paths.Proc($"sys/{name.Replace('.', '/')}");
}
