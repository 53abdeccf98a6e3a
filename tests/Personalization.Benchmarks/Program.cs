using System.CommandLine;
using Personalization.Benchmarks.Cluster;
using Personalization.Benchmarks.Cluster.Failover;
using Personalization.Benchmarks.Drill;
using Personalization.Benchmarks.Drill.Host;
using Personalization.Benchmarks.Experiments;
using Personalization.Benchmarks.Experiments.Exploration;
using Personalization.Benchmarks.Experiments.OffPolicy;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Quality;
using Personalization.Benchmarks.Quality.ColdItems;
using Personalization.Benchmarks.Quality.Shop;
using Personalization.Benchmarks.Replay;
using Personalization.Benchmarks.Reports;
using Personalization.Benchmarks.Serving;
using Personalization.Benchmarks.Serving.Ceilings;
using Personalization.Benchmarks.Serving.Filters;
using Personalization.Benchmarks.Serving.Ranking;
using Personalization.Benchmarks.Training;

IBenchmark[] benchmarks =
[
    // Serving
    new HttpBenchmark(),
    new BuildComparison(),
    new TelemetryBenchmark(),
    new RankingBenchmark(),
    new FreshListBenchmark(),
    new FilterBenchmark(),
    new StreamBenchmark(),
    new EventLogComparison(),
    new PostgresComparison(),

    // Cluster
    new ScaleBenchmark(),
    new FailoverBenchmark(),
    new KnownUsersBenchmark(),
    new EnduranceBenchmark(),
    new BesideTrainingBenchmark(),

    // Quality
    new QualityBenchmark(), new ShopBenchmark(), new ColdItemsBenchmark(), new ReplayBenchmark(),

    // Training
    new TrainingBenchmark(), new WarmStartBenchmark(), new AttackBenchmark(),

    // Experiments
    new ExperimentBenchmark(), new CostBenchmark(), new OffPolicyBenchmark(), new ExplorationBenchmark(),

    // Drill
    new DrillBenchmark(),
];
RootCommand root = new(
    "Measures the engine's rates, memory and quality against ceilings and baselines of the same run.");
foreach (IBenchmark benchmark in benchmarks)
{
    root.Subcommands.Add(BenchmarkCommand.Of(benchmark));
}

root.Subcommands.Add(LoadCommand.Create());
root.Subcommands.Add(UpstreamCommand.Create());
root.Subcommands.Add(CeilingCommand.Create());
root.Subcommands.Add(DrillHostCommand.Create());
return await root.Parse(args).InvokeAsync();
