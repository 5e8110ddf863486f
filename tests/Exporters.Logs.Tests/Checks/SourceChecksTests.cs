using Exporters.Logs.Checks;
using Exporters.Metrics.Checks;

namespace Exporters.Logs.Tests.Checks;

/// <summary>Files and the state directory, looked at before the start.</summary>
[TestFixture]
public sealed class SourceChecksTests
{
    private string _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("exporters-check-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Files_that_match_are_counted_without_compressed_and_excluded_ones()
    {
        foreach (var name in new[] { "a.log", "b.log", "c.log.gz", "debug.log" })
        {
            File.WriteAllText(Path.Combine(_directory, name), "");
        }

        Assert.That(FilesCheck.Ask([$"{_directory}/*.log*", $"{_directory}/a.*"], ["debug.log"]), Is.EqualTo(CheckAnswer.Good("2 files, 2 readable")));
    }

    [Test]
    public void A_pattern_that_matches_nothing_is_only_noted() =>
        Assert.That(FilesCheck.Ask([$"{_directory}/*.log"], []).State, Is.EqualTo(CheckState.Note));

    [Test]
    public void A_state_directory_that_is_not_there_is_not_made_by_the_check()
    {
        var state = Path.Combine(_directory, "a", "state");
        var answer = StateDirectoryCheck.Ask(state);

        Assert.That(answer.State, Is.EqualTo(CheckState.Good));
        Assert.That(answer.Detail, Does.Contain("is made at the start"));
        Assert.That(Directory.EnumerateFileSystemEntries(_directory), Is.Empty);
    }

    [Test]
    public void A_file_in_the_place_of_the_state_directory_is_a_fault()
    {
        var file = Path.Combine(_directory, "state");
        File.WriteAllText(file, "");
        var answer = StateDirectoryCheck.Ask(file);

        Assert.That(answer.State, Is.EqualTo(CheckState.Bad));
        Assert.That(answer.Detail, Does.Contain("is a file and no directory"));
    }
}
