namespace Personalization.Engine.Models;

/// <summary>Metrics as the manifest writes them; the shared type's Orleans attributes cannot be read where no Orleans is loaded.</summary>
internal sealed record ManifestMetrics(double HitRate, double Ndcg, double Mrr, double Coverage);
