using System.Text.Json;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Training;
using Personalization.Engine.Training.Search;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

[Trait("Category", "Training")]
public sealed class HyperparameterSearchTests
{
    [Fact]
    public void An_alternative_wins_only_when_its_gain_is_significant()
    {
        int[] users = [.. Enumerable.Range(0, 100)];
        double[] Evaluate(double level) => level == 0.7
            ? [.. users.Select(user => user == 3 ? 60.0 : user % 2 == 0 ? 0.6 : 0.5)]
            : [.. users.Select(user => level + (user % 2 == 0 ? 0.1 : 0))];
        HyperparameterTrials<double> trials = new("source", 0.5, users, Evaluate);
        trials.Try([("lucky once", 0.7), ("worse", 0.4), ("better", 0.6), ("as good", 0.6)]);
        trials.Try([0.55f], (_, value) => ($"no longer better {value}", value));
        List<ManifestChoice> choices = [];
        Assert.Equal(0.6, trials.End(choices));
        ManifestChoice choice = Assert.Single(choices);
        Assert.Equal(("source", "better"), (choice.Source, choice.Chosen));
        Assert.Equal(
            ["starting parameters", "lucky once", "worse", "better", "as good", "no longer better 0.55"],
            choice.Tried.Select(trial => trial.Setting));
        Assert.Equal(0.65, choice.Ndcg, 1e-9);
    }

    [Fact]
    public void A_paired_gain_is_clustered_by_user()
    {
        PairedGain gain = PairedGain.Of([1, 1, 2, 2], [0, 0, 0, 0], [1, 1, 0, 0]);
        Assert.Equal(0.5, gain.Mean);
        Assert.Equal(Math.Sqrt(2) / 4, gain.Error, 1e-9);
        Assert.False(gain.IsReal);
        Assert.True(PairedGain.Of([1, 2, 3, 4], [0, 0, 0, 0], [1, 1, 1, 1]).IsReal);
        Assert.False(PairedGain.Of([1], [1], [1]).IsReal);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0, true)]
    [InlineData(-0.02, true)]
    [InlineData(-0.2, false)]
    public void A_loss_below_its_standard_error_is_no_loss(double shift, bool isNoLoss)
    {
        double[] to = [.. Enumerable.Range(0, 100).Select(i => shift + (i % 2 == 0 ? 0.5 : -0.5))];
        Assert.Equal(isNoLoss, PairedGain.Of([.. Enumerable.Range(0, 100)], new double[100], to).IsNoLoss);
        Assert.True(PairedGain.Of([1, 2], [0.5, 0.5], [0.5, 0.5]).IsNoLoss);
    }

    [Fact]
    public void The_manifest_holds_the_choices_with_their_evidence()
    {
        TrainedModel trained = Train(new TrainingOptions { Factors = 16, Epochs = 3, HoldOutShare = 0.25 });
        JsonElement manifest = Manifest(trained);
        Assert.Equal(2, manifest.GetProperty("format").GetInt32());
        Assert.Equal([
            "sessions", "itemToItem", "transitions", "repeats", "linear", "factors"
        ], manifest.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("source").GetString()));
        Assert.All(manifest.GetProperty("choices").EnumerateArray(), choice =>
            Assert.Contains(
                choice.GetProperty("tried").EnumerateArray(),
                trial => trial.GetProperty("ndcg").GetDouble() == choice.GetProperty("ndcg").GetDouble()));
    }

    [Fact]
    public void Factors_are_chosen_at_full_dimension_among_published_settings_too_and_longer_vectors_are_tried()
    {
        JsonElement manifest = Manifest(Train(new TrainingOptions { Factors = 16, Epochs = 5, HoldOutShare = 0.25 }));
        Dictionary<string, JsonElement> choices = manifest.GetProperty("choices")
            .EnumerateArray()
            .ToDictionary(choice => choice.GetProperty("source").GetString()!);
        string[] Tried(string choice) => [.. choices[choice]
            .GetProperty("tried")
            .EnumerateArray()
            .Select(trial => trial.GetProperty("setting").GetString()!)];
        Assert.Contains("unobserved weight 0.3, regularization 0.007", Tried("factors at full dimension"));
        Assert.Equal("starting parameters", Tried("factors on sampled negatives")[0]);
        Assert.Equal(["starting parameters", "24 dimensions, 7 epochs"], Tried("longer factors"));
        bool isLonger = choices["longer factors"].GetProperty("chosen").GetString() != "starting parameters";
        Assert.Equal(isLonger ? 24 : 16, manifest.GetProperty("factors").GetProperty("factors").GetInt32());
    }

    [Fact]
    public void Without_search_and_on_a_small_log_the_parameters_are_those_of_the_options()
    {
        TrainingOptions options = new()
        {
            Factors = 16,
            Epochs = 3,
            HoldOutShare = 0.25,
            UnobservedWeight = 0.125,
            Regularisation = 0.25,
            SessionNeighbours = 77
        };
        foreach (TrainingOptions untuned in new[]
        {
            options with { Search = false },
            options with { MinCases = 100_000 }
        })
        {
            JsonElement manifest = Manifest(Train(untuned));
            Assert.Empty(manifest.GetProperty("choices").EnumerateArray());
            Assert.Equal(0.125, manifest.GetProperty("factors").GetProperty("unobservedWeight").GetDouble());
            Assert.Equal(0.25, manifest.GetProperty("factors").GetProperty("regularisation").GetDouble());
            Assert.Equal(77, manifest.GetProperty("sessionNeighbours").GetProperty("neighbours").GetInt32());
        }
    }

    [Fact]
    public void An_older_format_is_refused_by_its_number()
    {
        TrainedModel trained = Train(new TrainingOptions { Factors = 16, Epochs = 1, Search = false });
        Dictionary<string, ReadOnlyMemory<byte>> files =
            new(trained.Files) { ["manifest.json"] = "{\"format\": 1, \"version\": \"v1\"}"u8.ToArray() };
        Assert.Contains(
            "must have format 2 but has format 1",
            Assert.Throws<InvalidDataException>(() => ModelSnapshot.Load("v1", files)).Message,
            StringComparison.Ordinal);
    }

    private static TrainedModel Train(TrainingOptions options) =>
        ModelTrainer.Train(
            Logs.Build(Logs.BlockRecords(users: 240)), options, "v1", Logs.Start, null, CancellationToken.None);

    private static JsonElement Manifest(TrainedModel trained) =>
        JsonDocument.Parse(trained.Files["manifest.json"]).RootElement;
}
