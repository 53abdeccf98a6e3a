using Personalization.Grains.Models;

namespace Personalization.Hosting.Composition;

/// <summary>Cancels a running training when the process stops.</summary>
internal sealed class TrainingLifetime(TrainingRunner runner) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => runner.StopAsync().WaitAsync(cancellationToken);
}
