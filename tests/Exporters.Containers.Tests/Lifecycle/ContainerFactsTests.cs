using Exporters.Containers.Lifecycle;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

internal sealed class ContainerFactsTests
{
    [TestCase("shop/web:1.2", "1.2")]
    [TestCase("registry:5000/shop/web", "")]
    [TestCase("registry:5000/shop/web:1.2@sha256:0123", "1.2")]
    [TestCase("sha256:0123", "")]
    public void The_version_is_the_tag_of_the_image(string image, string version) =>
        Assert.That(FakeFacts.Of(new FakeContainer { Id = "c", Name = "c", Image = image }).Version, Is.EqualTo(version));

    [Test]
    public void The_label_of_the_image_beats_its_tag() => Assert.That(
        FakeFacts.Of(new FakeContainer
        {
            Id = "c", Name = "c", Image = "web:latest", Labels = new Dictionary<string, string> { ["org.opencontainers.image.version"] = "7" },
        }).Version,
        Is.EqualTo("7"));

    [TestCase("Up 3 minutes (healthy)", "healthy")]
    [TestCase("Up 3 minutes (unhealthy)", "unhealthy")]
    [TestCase("Up 3 minutes (health: starting)", "starting")]
    [TestCase("Up 3 minutes", "none")]
    [TestCase("Exited (0) 2 days ago", "none")]
    public void The_list_tells_the_health_in_its_status(string status, string health) =>
        Assert.That(ContainerFacts.HealthOfStatus(status), Is.EqualTo(health));

    [TestCase("removing", "dead")]
    [TestCase("configured", "created")]
    [TestCase("stopped", "exited")]
    public void Other_words_for_states_come_to_one_of_the_six(string word, string state) => Assert.That(ContainerFacts.KnownState(word), Is.EqualTo(state));

    [Test]
    public void Facts_that_say_nothing_new_are_the_same_although_they_were_read_anew()
    {
        var container = new FakeContainer { Id = "c", Name = "c", Labels = new Dictionary<string, string> { ["a"] = "b" } };
        var facts = FakeFacts.Of(container);
        Assert.That(FakeFacts.Of(container).SameAs(facts), Is.True);
        container.Health = "healthy";
        Assert.That(FakeFacts.Of(container).SameAs(facts), Is.False);
    }
}
