using Exporters.Configuration.Settings;

namespace Exporters.Host.Tests;

public sealed class NameFilterTests
{
    private static readonly Setting Include = Setting.Regex("collector.x.device-include", "", "");
    private static readonly Setting Exclude = Setting.Regex("collector.x.device-exclude", "^loop", "");
    private static readonly Setting Former = Setting.Regex("collector.x.ignored-devices", "", "");

    [Test]
    public void Without_flags_the_default_exclude_holds_and_is_not_anchored_at_its_end()
    {
        var filter = Read();
        Assert.That(filter.Admits("sda"));
        Assert.That(filter.Admits("loop0"), Is.False);
    }

    [Test]
    public void An_include_clears_the_default_exclude()
    {
        var filter = Read((Include, "^(loop|sd)"));
        Assert.That(filter.Admits("loop0"));
        Assert.That(filter.Admits("sda"));
        Assert.That(filter.Admits("vda"), Is.False);
    }

    [Test]
    public void An_empty_exclude_admits_all() => Assert.That(Read((Exclude, "")).Admits("loop0"));

    [Test]
    public void The_former_name_of_the_exclude_still_works()
    {
        var filter = Read((Former, "^sd"));
        Assert.That(filter.Admits("sda"), Is.False);
        Assert.That(filter.Admits("loop0"));
    }

    [Test]
    public void An_include_beside_an_emptied_exclude_is_no_conflict() => Assert.That(Read((Include, "^sd"), (Exclude, "")).Admits("sda"));

    [Test]
    public void Include_and_exclude_together_are_refused_with_the_names_of_both_and_where_they_were_said()
    {
        Assert.That(
            () => Read((Include, "a"), (Exclude, "b")),
            Throws.InstanceOf<SettingConflictException>().With.Message.EqualTo(
                "--collector.x.device-include (said by --collector.x.device-include) and --collector.x.device-exclude "
                + "(said by --collector.x.device-exclude) cannot hold together: give only one of them"));
    }

    [Test]
    public void The_former_name_together_with_a_new_one_is_refused()
    {
        Assert.That(() => Read((Former, "a"), (Exclude, "b")), Throws.InstanceOf<SettingConflictException>());
        Assert.That(() => Read((Former, "a"), (Include, "b")), Throws.InstanceOf<SettingConflictException>());
    }

    private static NameFilter Read(params (Setting Setting, string Text)[] given)
    {
        var values = new SettingValues();
        foreach (var (setting, text) in given)
        {
            Assert.That(values.TrySet(setting, [text], "--" + setting.Name, out _));
        }

        return NameFilter.Read(values, Include, Exclude, Former);
    }
}
