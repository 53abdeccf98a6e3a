using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>Trains a ranker with LambdaRank from LightGBM through ML.NET.</summary>
/// <remarks>
/// It uses one thread: serving keeps the other cores, and the trees do not depend on the number of threads. The
/// histogram layout is fixed because the library would otherwise choose it by measuring time.
/// </remarks>
internal sealed class LightGbmRankLearner : IRankLearner
{
    private static readonly int[] Gains = [0, 1, 3, 7, 15, 31];

    /// <inheritdoc/>
    public TreeEnsemble Learn(RankingExamples examples, TrainingOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return TreeReader.Read(
            Fit(new MLContext(options.Seed), examples, options).Model.TrainedTreeEnsemble, examples.Features);
    }

    /// <summary>
    /// Trains, and returns the library's own model. It scores slowly and serves as the reference in tests.
    /// </summary>
    /// <exception cref="RankLearnerUnavailableException">The native library cannot be loaded.</exception>
    internal static RankingPredictionTransformer<LightGbmRankingModelParameters> Fit(
        MLContext context, RankingExamples examples, TrainingOptions options)
    {
        IDataView data = View(context, examples);
        try
        {
            return context.Ranking.Trainers.LightGbm(Describe(options, examples.Rows)).Fit(data);
        }
        catch (Exception failure) when (Missing(failure) is { } missing)
        {
            throw new RankLearnerUnavailableException(
                $"LightGBM cannot be loaded on this machine ({missing.Message}). On Linux, install libgomp.so.1 "
                + "(Debian and Ubuntu: apt-get install libgomp1).",
                failure);
        }
    }

    /// <summary>The examples in the form that the library reads, row by row.</summary>
    internal static IDataView View(MLContext context, RankingExamples examples)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(LearnerRow));
        schema[nameof(LearnerRow.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single, examples.Features);
        schema[nameof(LearnerRow.List)].ColumnType = new KeyDataViewType(typeof(uint), Math.Max(1, examples.Lists));
        return context.Data.LoadFromEnumerable(Rows(examples), schema);
    }

    private static LightGbmRankingTrainer.Options Describe(TrainingOptions options, int rows) => new()
    {
        LabelColumnName = nameof(LearnerRow.Label),
        FeatureColumnName = nameof(LearnerRow.Features),
        RowGroupColumnName = nameof(LearnerRow.List),
        CustomGains = Gains,
        NumberOfIterations = options.RankerTrees,
        NumberOfLeaves = options.RankerLeaves,
        LearningRate = options.RankerLearningRate,
        MinimumExampleCountPerLeaf = Math.Clamp(rows / 500, 20, 200),
        MaximumBinCountPerFeature = 63,
        NumberOfThreads = 1,
        Seed = options.Seed,
        Deterministic = true,
        ForceColumnWise = true,
        HandleMissingValue = false,
        UseCategoricalSplit = false,
        Silent = true,
        Booster = new GradientBooster.Options { MaximumTreeDepth = 8, L2Regularization = 10, FeatureFraction = 0.8 },
    };

    private static IEnumerable<LearnerRow> Rows(RankingExamples examples)
    {
        for (int list = 0; list < examples.Lists; list++)
        {
            for (int row = 0; row < examples.GradesOf(list).Length; row++)
            {
                yield return new LearnerRow
                {
                    Features = examples.RowsOf(list).Slice(row * examples.Features, examples.Features).ToArray(),
                    Label = examples.GradesOf(list)[row],
                    List = (uint)list + 1,
                };
            }
        }
    }

    private static Exception? Missing(Exception? failure) => failure switch
    {
        DllNotFoundException
        or EntryPointNotFoundException
        or BadImageFormatException
        or PlatformNotSupportedException => failure,
        null => null,
        _ => Missing(failure.InnerException),
    };
}
