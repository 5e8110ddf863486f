using Exporters.Logs.Paths;

namespace Exporters.Logs.Tests.Paths;

internal sealed class GlobTests
{
    [TestCase("/var/log/*.log", "/var/log/app.log", true)]
    [TestCase("/var/log/*.log", "/var/log/sub/app.log", false)]
    [TestCase("/var/log/*.log", "/var/log/app.log.1", false)]
    [TestCase("/var/log/**/app.log", "/var/log/app.log", true)]
    [TestCase("/var/log/**/app.log", "/var/log/a/b/app.log", true)]
    [TestCase("/var/log/**/app.log", "/var/lib/app.log", false)]
    [TestCase("/var/log/app-?.log", "/var/log/app-1.log", true)]
    [TestCase("/var/log/app-?.log", "/var/log/app-12.log", false)]
    [TestCase("/var/log/app-[0-9].log", "/var/log/app-7.log", true)]
    [TestCase("/var/log/app-[!0-9].log", "/var/log/app-7.log", false)]
    [TestCase("/var/log/app-[abc].log", "/var/log/app-b.log", true)]
    [TestCase("/var/log/{nginx,apache}/*.log", "/var/log/apache/access.log", true)]
    [TestCase("/var/log/{nginx,apache}/*.log", "/var/log/caddy/access.log", false)]
    [TestCase("/srv/{a,b}/{c,d}", "/srv/b/d", true)]
    [TestCase("*.gz", "/var/log/old/app.log.gz", true)]
    [TestCase("*.gz", "/var/log/gz/app.log", false)]
    [TestCase("/var/log/app[1.log", "/var/log/app[1.log", true)]
    [TestCase(@"/var/log/\[1\].log", "/var/log/[1].log", true)]
    [TestCase(@"/var/log/\*.log", "/var/log/a.log", false)]
    [TestCase(@"/var/log/a\{b,c\}.{log,txt}", "/var/log/a{b,c}.txt", true)]
    [TestCase(@"/var/log/{a\,b,c}.log", "/var/log/a,b.log", true)]
    [TestCase(@"/dev/disk\x2dby/a\\b", @"/dev/disk\x2dby/a\b", true)]
    public void A_pattern_matches_what_it_says(string pattern, string path, bool matches) =>
        Assert.That(new Glob(pattern).IsMatch(path), Is.EqualTo(matches));

    [Test]
    public void Expansion_finds_files_and_names_the_directories_where_more_may_come()
    {
        var root = Directory.CreateTempSubdirectory("glob-").FullName;
        try
        {
            foreach (var path in new[] { "a/x.log", "a/y.txt", "a/.hidden.log", "b/c/x.log", "z.log" })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
                File.WriteAllText(Path.Combine(root, path), "");
            }

            Assert.That(Expand(root, "*/*.log", out var directories), Is.EqualTo(new[] { "a/x.log" }));
            Assert.That(directories, Is.EqualTo(new[] { "", "a", "b" }));
            Assert.That(Expand(root, "**/*.log", out _), Is.EqualTo(new[] { "a/x.log", "b/c/x.log", "z.log" }));
            Assert.That(Expand(root, "a/.*.log", out _), Is.EqualTo(new[] { "a/.hidden.log" }), "hidden files only when the pattern says so");
            Assert.That(Expand(root, "{b/c,nowhere}/x.log", out _), Is.EqualTo(new[] { "b/c/x.log" }));
            Assert.That(Expand(root, "later/x.log", out directories), Is.Empty);
            Assert.That(directories, Is.EqualTo(new[] { "later" }));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string[] Expand(string root, string pattern, out string[] directories)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        var watched = new SortedSet<string>(StringComparer.Ordinal);
        new Glob(Path.Combine(root, pattern)).Expand(
            file => files.Add(Path.GetRelativePath(root, file)),
            directory => watched.Add(directory.Length <= root.Length ? "" : Path.GetRelativePath(root, directory)),
            _ => { });
        directories = [.. watched];
        return [.. files];
    }
}
