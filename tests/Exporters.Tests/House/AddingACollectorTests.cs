using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Exporters.Configuration.Settings;
using Exporters.Host;
using Exporters.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Tests.House;

/// <summary>docs/adding-a-collector.md, followed to the letter, gives a collector that works.</summary>
[TestFixture]
public sealed class AddingACollectorTests
{
    /// <summary>Exporters.Host shows its internals to an assembly of this name; the sample is written for the inside.</summary>
    private const string FriendName = "Exporters.Host.Tests";

    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;";

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "adding-a-collector.md"));

    [Test]
    public void The_sample_of_the_page_compiles_without_a_warning_and_publishes_what_it_declares()
    {
        var sample = Sample();
        using var machine = FixtureTree.With("proc/uptime", "350735.47 234388.90\n");
        var collector = sample.Create(new HostContext(machine.Paths, new SettingValues(), TimeProvider.System, NullLoggerFactory.Instance));

        Assert.That(collector.Name, Is.EqualTo(sample.Name));
        Assert.That(Testing.Page.Samples(collector), Is.EqualTo(["exporters_uptime_idle_seconds 234388.9", "exporters_uptime_seconds 350735.47"]));
        Assert.That(collector.Families.Select(family => family.Name), Is.EquivalentTo(["exporters_uptime_seconds", "exporters_uptime_idle_seconds"]));
    }

    [Test]
    public void The_sample_leaves_out_what_is_no_number_and_says_so()
    {
        using var machine = FixtureTree.With("proc/uptime", "soon 2\n");
        var collector = Sample().Create(new HostContext(machine.Paths, new SettingValues(), TimeProvider.System, NullLoggerFactory.Instance));

        Assert.That(Testing.Page.Samples(collector), Is.EqualTo(["exporters_uptime_idle_seconds 2"]));
        Assert.That(Testing.Page.Unreadable(collector), Has.One.Contains("proc/uptime:1: expected a number, got \"soon\""));
    }

    [Test]
    public void The_page_names_files_that_are_there_and_three_of_them_get_a_line()
    {
        foreach (var file in (string[])["src/Exporters.Host/HostCollectors.cs", "tests/capture-fixture.sh", "docs/metrics.md", "docs/configuration.md", "docs/migrating.md"])
        {
            Assert.That(Page, Does.Contain(file));
            Assert.That(File.Exists(Path.Combine(Repository.Root, file)), file);
        }

        Assert.That(Regex.Matches(Page, @"^\d\. In ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)), Has.Count.EqualTo(3));
    }

    /// <summary>Compiles the blocks of the page and takes the line of the list.</summary>
    private static HostCollector Sample()
    {
        var blocks = Regex.Matches(Page, @"^ *```csharp\n(?<code>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["code"].Value).ToList();
        var files = blocks.FindAll(block => block.StartsWith("// src/", StringComparison.Ordinal));
        var lines = blocks.FindAll(block => block.TrimStart().StartsWith("new(", StringComparison.Ordinal));
        Assert.That((files.Count, lines.Count), Is.EqualTo((2, 1)));

        var list = "using Exporters.Host; using Exporters.Host.Time; public static class Added { public static readonly HostCollector[] All = [ " + lines[0] + " ]; }";
        var compilation = CSharpCompilation.Create(
            FriendName,
            [.. files.Append(list).Append(GlobalUsings).Select(text => CSharpSyntaxTree.ParseText(text))],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.That(result.Diagnostics.Where(problem => problem.Severity >= DiagnosticSeverity.Warning).Select(problem => problem.ToString()), Is.Empty);
        var added = (HostCollector[])Assembly.Load(image.ToArray()).GetType("Added")!.GetField("All")!.GetValue(null)!;
        return added.Single();
    }

    private static ImmutableArray<MetadataReference> References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
