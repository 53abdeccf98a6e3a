using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Personalization.Abstractions.Experiments;

namespace Personalization.Tests.Abstractions;

/// <summary>Messages about experiments between processes of this version and of version 0.1.</summary>
public sealed class ExperimentUpgradeTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Version_0_1_reads_experiments_of_this_version()
    {
        ExperimentView other = ExperimentMessages.View with { Name = ExperimentMessages.Definition.Metrics[0].Name };
        ExperimentCatalog sent = new([ExperimentMessages.View, other], 4) { IsTyped = true };

        OldExperimentCatalog read = Sent<ExperimentCatalog, OldExperimentCatalog>(sent);

        Assert.Equal(4, read.Revision);
        Assert.Equal(sent.Experiments.Select(Parts), read.Experiments.Select(Parts));
    }

    [Fact]
    public void Version_0_1_reads_a_report_of_this_version()
    {
        OldExperimentReport read = Sent<ExperimentReport, OldExperimentReport>(ExperimentMessages.Report);

        Assert.Equal("{}", read.Results);
        Assert.Equal(ExperimentMessages.Report.Breaches, read.Breaches);
    }

    [Fact]
    public void This_version_reads_experiments_of_version_0_1()
    {
        string json = ExperimentJson.Write(ExperimentMessages.Definition);
        OldExperimentView old = new()
        {
            Name = "checkout",
            Number = 1,
            Status = ExperimentStatus.Running,
            Definition = json,
        };

        ExperimentCatalog read = Sent<OldExperimentCatalog, ExperimentCatalog>(new([old], 3));

        Assert.False(read.IsTyped);
        ExperimentDefinition definition = read.Experiments[0].ReadDefinition();
        Assert.Equal(ExperimentStatus.Running, definition.Status);
        Assert.Equal(json, ExperimentJson.Write(definition with { Status = ExperimentMessages.Definition.Status }));
        Assert.Equal(ExperimentJson.Write(definition), ExperimentJson.Write(read.Experiments[0].FindDefinition()!));
    }

    [Fact]
    public void This_version_reads_a_report_of_version_0_1()
    {
        string json = ExperimentJson.Write(ExperimentMessages.Report.Results! with { Metrics = [] });

        ExperimentResults read = (ExperimentMessages.Report with { Results = null, ResultsJson = json }).ReadResults();

        Assert.Equal(json, ExperimentJson.Write(read));
    }

    [Fact]
    public void An_unreadable_definition_is_null_and_reading_it_throws_the_reason()
    {
        ExperimentView later = ExperimentMessages.View with
        {
            Definition = null,
            DefinitionJson = """{"name":"checkout","planet":"mars"}""",
        };

        Assert.Null(later.FindDefinition());
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => later.ReadDefinition());
        Assert.Contains("$.planet", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A definition without some arrays reaches the validator unchanged.</summary>
    [Fact]
    public void A_definition_with_missing_arrays_survives_the_wire()
    {
        const string Gaps =
            """{"name":"x","audience":{"attributes":[{"attribute":"a"}]},"arms":[{"name":"a","weight":1}]}""";
        ExperimentDefinition read = ExperimentJson.ReadDefinition(Gaps, out _)!;

        ExperimentDefinition sent = Sent<ExperimentDefinition, ExperimentDefinition>(read);

        Assert.True(read.Audience.Attributes[0].Values.IsDefault && sent.Audience.Attributes[0].Values.IsDefault);
        Assert.Null(sent.Arms[0].Patch);
    }

    /// <summary>Serializes a message as one version and deserializes it as another.</summary>
    private static TRead Sent<TWritten, TRead>(TWritten message) =>
        Serializer.Deserialize<TRead>(Serializer.SerializeToArray(message))!;

    private static (string, int, ExperimentStatus, string, DateTimeOffset?, string) Parts(ExperimentView view) =>
        (view.Name, view.Number, view.Status, view.DefinitionJson, view.StartedAt, view.Changes[0].What);

    private static (string, int, ExperimentStatus, string, DateTimeOffset?, string) Parts(OldExperimentView view) =>
        (view.Name, view.Number, view.Status, view.Definition, view.StartedAt, view.Changes[0].What);
}
