using System.CommandLine;
using Personalization.Benchmarks;
using Personalization.Benchmarks.Drill;
using Personalization.Benchmarks.Experiments;
using Personalization.Benchmarks.Experiments.Exploration;
using Personalization.Benchmarks.Experiments.OffPolicy;
using Personalization.Benchmarks.Load;
using Personalization.Benchmarks.Quality;
using Personalization.Benchmarks.Quality.ColdItems;
using Personalization.Benchmarks.Training;

RootCommand root = new("Measures the engine: rates, memory and quality, against ceilings and baselines taken in the same run.")
{
    Commands.Http(),
    Commands.Compare(),
    Commands.Shop(),
    QualityCommand.Create(),
    Commands.Log(),
    Commands.Failover(),
    Commands.Scale(),
    Commands.Known(),
    Commands.Endurance(),
    LoadCommand.Create(),
    Commands.Postgres(),
    DrillCommand.Create(),
    Commands.Ceilings(),
    Commands.Ranking(),
    UpstreamCommand.Create(),
    Commands.Telemetry(),
    ExperimentCommand.Create(),
    CostCommand.Create(),
    OffPolicyCommand.Create(),
    ExplorationCommand.Create(),
    ColdItemsCommand.Create(),
    TrainingCommands.Training(),
    TrainingCommands.WarmStart(),
    TrainingCommands.Beside(),
};
return await root.Parse(args).InvokeAsync();
