using Exporters.Containers.Lifecycle;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

internal sealed class ContainerLabelsTests
{
    [Test]
    public void Only_labels_of_the_list_are_shown_with_names_made_safe()
    {
        var text = Labels(["com.docker.compose.project", "team*"], [], new()
        {
            ["com.docker.compose.project"] = "shop", ["team-name"] = "a \"b\"\\\nc", ["secret"] = "x",
        });
        Assert.That(text, Does.Contain("container_label_com_docker_compose_project=\"shop\""));
        Assert.That(text, Does.Contain("container_label_team_name=\"a \\\"b\\\"\\\\\\nc\""));
        Assert.That(text, Does.Not.Contain("secret"));
    }

    [Test]
    public void Two_labels_that_come_to_the_same_name_are_shown_once()
    {
        var text = Labels(["*"], [], new() { ["a.b"] = "1", ["a-b"] = "2" });
        Assert.That(text.Split("container_label_a_b=").Length, Is.EqualTo(2));
    }

    [Test]
    public void Variables_of_the_list_are_shown_in_lower_case() =>
        Assert.That(Labels([], ["TIER"], []), Does.Contain("container_env_tier=\"web=1\"").And.Not.Contain("path"));

    [Test]
    public void The_restart_count_is_a_label_only_where_it_is_asked_for()
    {
        Assert.That(Labels([], [], []), Does.Not.Contain("restartcount"));
        Assert.That(Labels(["restartcount"], [], []), Does.Contain("container_label_restartcount=\"4\""));
    }

    private static string Labels(string[] labels, string[] env, Dictionary<string, string> own) => new ContainerLabels(labels, env).Of(
        "/docker/c",
        FakeFacts.Of(new FakeContainer { Id = "c", Name = "web", Labels = own, Env = ["PATH=/bin", "TIER=web=1"], RestartCount = 4 })).ToString();
}
