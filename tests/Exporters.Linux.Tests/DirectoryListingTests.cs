using Exporters.Testing;

namespace Exporters.Linux.Tests;

public sealed class DirectoryListingTests
{
    [Test]
    public void Names_are_ordered_and_without_dots()
    {
        using var tree = FixtureTree.With("sys/class/hwmon/hwmon1/name", "a").Add("sys/class/hwmon/hwmon0/name", "b").Add("sys/class/hwmon/x", "");
        var listing = new DirectoryListing(tree.Paths.Sys("class/hwmon"));

        Assert.That(listing.Refresh());
        Assert.That(listing.Names, Is.EqualTo(["hwmon0", "hwmon1", "x"]));
        Assert.That(listing.Errno, Is.EqualTo(Errno.None));
    }

    [Test]
    public void A_second_look_sees_no_change_until_something_comes_goes_or_is_replaced()
    {
        using var tree = FixtureTree.With("sys/a", "").Add("sys/b", "");
        var listing = new DirectoryListing(tree.Paths.SysRoot);
        listing.Refresh();

        Assert.That(listing.Refresh(), Is.False);
        tree.Add("sys/c", "");
        Assert.That(listing.Refresh());
        Assert.That(listing.Names, Is.EqualTo(["a", "b", "c"]));
        tree.Remove("sys/a");
        Assert.That(listing.Refresh());
        Assert.That(listing.Names, Is.EqualTo(["b", "c"]));
        File.Move($"{tree.Directory}/sys/b", $"{tree.Directory}/b");
        tree.Add("sys/b", "another");
        Assert.That(listing.Refresh(), "another file under the same name");
        Assert.That(listing.Refresh(), Is.False);
    }

    [Test]
    public void An_absent_directory_has_no_names_and_says_why_and_may_appear_later()
    {
        using var tree = FixtureTree.Empty();
        var listing = new DirectoryListing(tree.Paths.Sys("class/nvme"));

        Assert.That(listing.Refresh());
        Assert.That(listing.Names, Is.Empty);
        Assert.That(listing.Errno, Is.EqualTo(Errno.NoEntry));
        Assert.That(listing.Refresh(), Is.False);
        tree.Add("sys/class/nvme/nvme0", "");
        Assert.That(listing.Refresh());
        Assert.That(listing.Names, Is.EqualTo(["nvme0"]));
        Assert.That(listing.Errno, Is.EqualTo(Errno.None));
    }

    [Test]
    public void A_file_is_no_directory()
    {
        using var tree = FixtureTree.With("sys/file", "");
        var listing = new DirectoryListing(tree.Paths.Sys("file"));
        listing.Refresh();

        Assert.That(listing.Errno, Is.EqualTo(Errno.NotDirectory));
    }

    [Test]
    public void Three_thousand_entries_are_all_there()
    {
        using var tree = FixtureTree.Empty();
        var names = Enumerable.Range(0, 3000).Select(i => $"device-with-a-rather-long-name-{i:d5}").ToArray();
        foreach (var name in names)
        {
            File.WriteAllText($"{tree.Paths.SysRoot}/{name}", "");
        }

        var listing = new DirectoryListing(tree.Paths.SysRoot);
        listing.Refresh();

        Assert.That(listing.Names, Is.EqualTo(names));
    }

    [Test]
    public void Looking_again_allocates_nothing()
    {
        using var tree = FixtureTree.With("sys/a", "").Add("sys/b", "");
        var listing = new DirectoryListing(tree.Paths.SysRoot);
        listing.Refresh();
        listing.Refresh();

        var before = GC.GetAllocatedBytesForCurrentThread();
        listing.Refresh();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
