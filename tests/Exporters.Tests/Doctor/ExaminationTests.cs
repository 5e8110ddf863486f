using System.Text.Json;
using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Doctor;
using Exporters.Metrics;
using Exporters.Metrics.Running;

namespace Exporters.Tests.Doctor;

/// <summary><c>exporters doctor</c>: findings about this machine, and how they are printed.</summary>
[TestFixture]
public sealed class ExaminationTests
{
    private static readonly Installation ByUnit = new(RunBy.Unit, "exporters", "the unit");

    [Test]
    public async Task Each_collector_is_a_finding_and_a_file_that_is_not_there_is_absent()
    {
        var empty = Directory.CreateTempSubdirectory("exporters-doctor-").FullName;
        try
        {
            var findings = await ExamineAsync("collector.disable-defaults=true", "collector.loadavg=true", "collector.conntrack=true", $"path.procfs={empty}");
            var loadavg = findings.Single(finding => finding.Source == "loadavg");

            Assert.That(findings.Select(finding => finding.Source), Does.Contain("conntrack").And.Contain("systemd").And.Contain("containers"));
            Assert.That(loadavg.Detail, Does.Contain($"{empty}/loadavg"));
        }
        finally
        {
            Directory.Delete(empty);
        }
    }

    [Test]
    public async Task What_is_read_is_said()
    {
        var findings = await ExamineAsync("collector.disable-defaults=true", "collector.loadavg=true");

        Assert.That(findings.Single(finding => finding.Source == "loadavg"), Is.EqualTo(new Finding("loadavg", Severity.Readable, "", "", null)));
    }

    [Test]
    public void A_denied_source_keeps_the_words_of_the_log_and_gets_its_command()
    {
        var finding = new Examination(Read(), new Remedies(ByUnit, _ => null))
            .OfCollector(new CollectorOutcome("rapl", UnavailableReason.Permission, "/sys/x: permission denied", null));

        Assert.That(finding.Severity, Is.EqualTo(Severity.Unreadable));
        Assert.That(finding.Reason, Is.EqualTo("permission"));
        Assert.That(finding.Detail, Is.EqualTo("/sys/x: permission denied"));
        Assert.That(finding.Mend, Does.Contain("CAP_DAC_READ_SEARCH"));
    }

    [Test]
    public void The_exit_code_is_that_of_the_worst_finding()
    {
        var readable = new Finding("a", Severity.Readable, "", "", null);
        var absent = new Finding("b", Severity.Absent, "absent", "none here", null);
        var unreadable = new Finding("c", Severity.Unreadable, "permission", "denied", "chmod");
        var broken = new Finding("d", Severity.Broken, "bug", "BUG", null);

        Assert.That(DoctorText.ExitCode([]), Is.Zero);
        Assert.That(DoctorText.ExitCode([absent, readable]), Is.Zero);
        Assert.That(DoctorText.ExitCode([absent, unreadable, readable]), Is.EqualTo(1));
        Assert.That(DoctorText.ExitCode([broken, unreadable]), Is.EqualTo(2));
    }

    [Test]
    public void People_read_the_worst_first_with_its_command_and_programs_the_same_as_JSON()
    {
        Finding[] findings = [new("a", Severity.Readable, "", "", null), new("c", Severity.Unreadable, "permission", "denied", "chmod")];
        using var document = JsonDocument.Parse(DoctorText.Json(ByUnit, findings));

        Assert.That(DoctorText.Lines(findings), Is.EqualTo("unreadable  c (permission): denied\n            mend it: chmod\nreadable    a\n"));
        Assert.That(document.RootElement.GetProperty("sources")[1].GetProperty("mend").GetString(), Is.EqualTo("chmod"));
        Assert.That(document.RootElement.GetProperty("exit_code").GetInt32(), Is.EqualTo(1));
    }

    private static Task<IReadOnlyList<Finding>> ExamineAsync(params string[] settings) =>
        new Examination(Read(settings), new Remedies(ByUnit, _ => null)).RunAsync(CancellationToken.None);

    private static AppConfig Read(params string[] settings)
    {
        var report = new ConfigReport();
        var config = AppConfigReader.Read(
            values =>
            {
                foreach (var parts in settings.Select(setting => setting.Split('=')))
                {
                    values.TrySet(AppConfigReader.AllSettings.Single(setting => setting.Name == parts[0]), [parts[1]], "--" + parts[0], out _);
                }
            },
            report,
            _ => null);
        Assert.That(report.Problems, Is.Empty);
        return config;
    }
}
