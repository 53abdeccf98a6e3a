using Personalization.Engine.Models;

namespace Personalization.Engine.Evaluation;

/// <summary>The model that serves while another is trained: what the new one is to be compared with.</summary>
/// <param name="Model">The model.</param>
/// <param name="LastEventAt">The time of the newest event it was trained on, UTC: only what is later is unknown to it.</param>
public sealed record LiveModel(ModelSnapshot Model, DateTimeOffset LastEventAt);
