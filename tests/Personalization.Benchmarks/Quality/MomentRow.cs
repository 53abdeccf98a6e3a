using Personalization.Engine.Models;

namespace Personalization.Benchmarks.Quality;

/// <summary>The choice of one training for one kind of list at one moment.</summary>
/// <param name="Seed">The seed of the training.</param>
/// <param name="List">The kind of list.</param>
/// <param name="Moment">The moment.</param>
/// <param name="Choice">The choice and its evidence.</param>
internal sealed record MomentRow(int Seed, string List, string Moment, MomentChoice Choice);
