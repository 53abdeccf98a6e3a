using System.Text;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Statistics;
using Personalization.Grains;
using Personalization.Grains.Experiments;
using Personalization.Tests.Abstractions;

namespace Personalization.Tests.Grains;

/// <summary>Experiments as version 0.1 (commit ec4693a) wrote them.</summary>
public sealed class OldExperimentTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Grains", "Golden");

    [Fact]
    public void A_definition_is_read_and_written_as_it_was()
    {
        string stored = Read("experiment-definition-1.json");

        ExperimentDefinition definition = ExperimentJson.ReadDefinition(stored, out _)!;

        Assert.Equal(stored, ExperimentJson.Write(definition));
        Assert.Equal(stored, ExperimentJson.Write(ExperimentMessages.Definition));
    }

    [Fact]
    public void Results_are_read_and_written_as_they_were()
    {
        string stored = Read("experiment-results-1.json");

        Assert.Equal(stored, ExperimentJson.Write(ExperimentJson.ReadResults(stored)));
    }

    [Fact]
    public void The_state_of_the_experiments_is_read_and_written_as_it_was()
    {
        string stored = Read("experiments-state-1.json");

        ExperimentsState state = Deserialize<ExperimentsState>(stored);

        Assert.Equal(stored, new GrainStateSerializer().Serialize(state).ToString());
        Assert.Equal(7, state.Revision);
        Assert.Equal(["variety", "checkout"], state.Experiments.Select(experiment => experiment.Name));
        ExperimentView view = state.Experiments[1].ToView();
        Assert.Equal(ExperimentStatus.Stopped, view.Definition!.Status);
        Assert.Equal(state.Experiments[1].Definition, view.DefinitionJson);
        Assert.Equal(["to learn", null], view.Changes.Select(change => change.Note.Reason));
    }

    [Fact]
    public void The_state_of_the_results_is_read_and_written_as_it_was()
    {
        string stored = Read("experiment-results-state-1.json");

        ResultsState state = Deserialize<ResultsState>(stored);

        Assert.Equal(stored, new GrainStateSerializer().Serialize(state).ToString());
        string statistics = state.Experiments[0].Statistics;
        Assert.Equal(statistics, StatisticsJson.Write(StatisticsJson.Read(statistics)));
        Assert.Equal(60, StatisticsJson.Read(statistics).Arm("brave").Units);
    }

    private static T Deserialize<T>(string json) =>
        new GrainStateSerializer().Deserialize<T>(new BinaryData(Encoding.UTF8.GetBytes(json)));

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name)).TrimEnd();
}
