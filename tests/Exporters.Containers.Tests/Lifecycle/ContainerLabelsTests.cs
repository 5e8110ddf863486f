using Exporters.Containers.Lifecycle;
using Exporters.Testing.FakeDocker;
using Microsoft.Extensions.Logging.Abstractions;

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
    public void Of_labels_that_become_one_name_the_first_in_byte_order_is_shown_and_the_collision_is_logged_once()
    {
        var log = new ListLogger<ContainerLabels>();
        var labels = new ContainerLabels(["*"], [], log);
        var container = FakeFacts.Of(new FakeContainer
        {
            Id = "c", Name = "web", Labels = new Dictionary<string, string> { ["a_b"] = "3", ["a.b"] = "1", ["a-b"] = "2" },
        });
        Assert.That(labels.Of("/docker/c", container).ToString(), Does.EndWith(",container_label_a_b=\"2\""));
        labels.Of("/docker/c", container);
        Assert.That(log.Lines, Is.EqualTo(new[]
        {
            "Warning: Container web: a-b and a.b both become the label container_label_a_b; a-b is shown, the other is left out;"
                + " rename one, or name only one in containers.labels or containers.env",
        }));
    }

    [Test]
    public void Of_variables_that_become_one_name_the_first_in_byte_order_is_shown_and_the_collision_is_logged()
    {
        var log = new ListLogger<ContainerLabels>();
        var container = FakeFacts.Of(new FakeContainer { Id = "c", Name = "web", Env = ["tier=low", "TIER=high"] });
        Assert.That(new ContainerLabels([], ["tier"], log).Of("/docker/c", container).ToString(), Does.EndWith(",container_env_tier=\"high\""));
        Assert.That(log.Lines.Single(), Does.Contain("TIER and tier both become the label container_env_tier"));
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

    private static string Labels(string[] labels, string[] env, Dictionary<string, string> own) => new ContainerLabels(labels, env, NullLogger.Instance).Of(
        "/docker/c",
        FakeFacts.Of(new FakeContainer { Id = "c", Name = "web", Labels = own, Env = ["PATH=/bin", "TIER=web=1"], RestartCount = 4 })).ToString();
}
