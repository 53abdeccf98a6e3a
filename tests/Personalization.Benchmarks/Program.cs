using System.CommandLine;
using Personalization.Benchmarks;

RootCommand root = new("Measures the engine: rates, memory and quality, against ceilings and baselines taken in the same run.")
{
    Commands.Http(),
    Commands.Shop(),
    Commands.Log(),
    Commands.Ceilings(),
};
return await root.Parse(args).InvokeAsync();
